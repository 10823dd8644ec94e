package rondo.bench;

import static rondo.Rondo.createTask;
import static rondo.Rondo.sleep;

import java.time.Duration;
import java.util.Locale;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.VoidBody;

/// Many tasks that wait for something that never comes, and the end of their loop: what they hold, and how long
/// the end takes.
final class Parked {
    /// Until the compiler has seen a task cancelled, its code for a body has no way out of an await, and each
    /// of the tasks that wait in it is taken out through the deoptimiser.
    private static final int WARM_UP_ROUNDS = 10;

    private static final int WARM_UP_TASKS = 20_000;

    private int parked; // loop thread only, as all here
    private int cleanedUp;

    /// Parks `n` tasks and closes the loop under them.
    ///
    /// @return one line of JSON
    /// @throws IllegalStateException if a task's `finally` block did not run
    static String measure(String peer, LoopOptions options, int n) throws Exception {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            try (var runner = new Runner(options)) {
                runner.run(() -> new Parked().park(WARM_UP_TASKS));
            }
        }
        var program = new Parked();
        long start = System.nanoTime();
        var runner = new Runner(options);
        runner.run(() -> program.park(n));
        long allParked = System.nanoTime();
        double rss = Harness.peakRssMegabytes();
        runner.close();
        long closed = System.nanoTime();
        if (program.parked != n || program.cleanedUp != n) {
            throw new IllegalStateException(n + " tasks: " + program.parked + " parked, " + program.cleanedUp
                    + " cleaned up; all of them should have");
        }
        return String.format(
                Locale.ROOT,
                "{\"peer\":\"%s\",\"workload\":\"parked\",\"n\":%d,\"park_s\":%.3f,\"parked_rss_mb\":%.1f,\"close_s\":%.3f,\"rss_mb\":%.1f,\"cleaned_up\":%d}",
                peer,
                n,
                (allParked - start) / 1e9,
                rss,
                (closed - allParked) / 1e9,
                Harness.peakRssMegabytes(),
                program.cleanedUp);
    }

    private void park(int n) {
        VoidBody body = () -> {
            try {
                parked++;
                new Future<Integer>().await();
            } finally {
                cleanedUp++;
            }
        };
        for (int i = 0; i < n; i++) {
            createTask(body);
        }
        sleep(Duration.ZERO);
    }
}
