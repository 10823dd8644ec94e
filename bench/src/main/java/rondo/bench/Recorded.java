package rondo.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import rondo.loop.CarrierChoice;
import rondo.loop.LoopOptions;
import rondo.observe.Recorder;
import rondo.task.Runner;

/// What a recorder costs a loop: rounds of `switch1k` with one and without one, in turn, in one process and on one
/// loop, so that both meet the same compiled code and the same neighbours on the machine.
///
/// Counted is the CPU time of the loop's thread; on the baton carrier, where each task has a thread, that of the
/// process.
final class Recorded {
    private static final int WARM_UP_PAIRS = 5;

    private Recorded() {}

    /// Measures the pairs of rounds, after some that do not count.
    ///
    /// @param n how many switches a round has
    /// @param pairs how many pairs of rounds count; every other one begins with the recorder
    /// @return one line of JSON: the medians of both, ns a switch, and of what the recorder adds in each pair, in
    /// percent, with the quartiles
    /// @throws IllegalArgumentException if there are no pairs
    static String measure(String peer, LoopOptions options, int n, int pairs) throws Exception {
        if (pairs < 1) {
            throw new IllegalArgumentException(pairs + " pairs of rounds tell nothing; use one at least");
        }
        double[] alone = new double[pairs];
        double[] recorded = new double[pairs];
        double[] percent = new double[pairs];
        try (var runner = new Runner(options)) {
            var round = new Round(runner, options.carrier() == CarrierChoice.BATON, n);
            for (int i = -WARM_UP_PAIRS; i < pairs; i++) {
                boolean recordedFirst = i % 2 == 0;
                double first = round.nanosAnOperation(recordedFirst);
                double second = round.nanosAnOperation(!recordedFirst);
                if (i >= 0) {
                    alone[i] = recordedFirst ? second : first;
                    recorded[i] = recordedFirst ? first : second;
                    percent[i] = 100 * (recorded[i] / alone[i] - 1);
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "{\"peer\":\"%s\",\"workload\":\"recorded\",\"n\":%d,\"pairs\":%d,\"alone_ns\":%.1f,\"recorded_ns\":%.1f,"
                        + "\"percent\":%.1f,\"percent_quartiles\":[%.1f,%.1f]}",
                peer,
                n,
                pairs,
                quantile(alone, 0.5),
                quantile(recorded, 0.5),
                quantile(percent, 0.5),
                quantile(percent, 0.25),
                quantile(percent, 0.75));
    }

    /// {@return the value below which a part of the values lie, or that beside it}
    static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    /// A round of the workload, run by the thread that measures.
    private record Round(Runner runner, boolean wholeProcess, int n) {
        double nanosAnOperation(boolean recorded) throws Exception {
            if (!recorded) {
                return nanosAnOperation();
            }
            try (Recorder _ = Recorder.on(runner.loop())) {
                return nanosAnOperation();
            }
        }

        private double nanosAnOperation() throws Exception {
            long before = cpuNanos();
            runner.run(() -> Workload.SWITCH1K.run(n));
            return (cpuNanos() - before) / (double) n;
        }

        private long cpuNanos() throws IOException {
            return wholeProcess
                    ? Harness.cpuNanos()
                    : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }
}
