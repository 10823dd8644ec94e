package rondo.bench;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// Measures rounds of a workload the way the peers' harnesses do: wall time, the process's CPU time, peak memory.
///
/// The figures come from `/proc`, so this runs on Linux only.
final class Harness {
    private static final double NANOS_PER_SECOND = 1e9;

    /// One round.
    @FunctionalInterface
    interface Round {
        void run() throws Exception;
    }

    private Harness() {}

    /// Runs the rounds.
    ///
    /// @return one line of JSON: the medians of the last half of the rounds, and the wall time of the first
    static String measure(String peer, String workload, int n, int rounds, Round round) throws Exception {
        double[] wall = new double[rounds];
        double[] cpu = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long cpuBefore = cpuNanos();
            long wallBefore = System.nanoTime();
            round.run();
            wall[i] = (System.nanoTime() - wallBefore) / NANOS_PER_SECOND;
            cpu[i] = (cpuNanos() - cpuBefore) / NANOS_PER_SECOND;
        }
        double medianWall = medianOfLastHalf(wall);
        double medianCpu = medianOfLastHalf(cpu);
        return String.format(
                Locale.ROOT,
                "{\"peer\":\"%s\",\"workload\":\"%s\",\"n\":%d,\"seconds\":%.6f,\"per_op_ns\":%.1f,\"rss_mb\":%.1f,"
                        + "\"cpu_s\":%.3f,\"cpu_per_op_ns\":%.1f,\"first_s\":%.4f}",
                peer,
                workload,
                n,
                medianWall,
                medianWall / n * NANOS_PER_SECOND,
                peakRssMegabytes(),
                medianCpu,
                medianCpu / n * NANOS_PER_SECOND,
                wall[0]);
    }

    static double medianOfLastHalf(double[] values) {
        double[] half = Arrays.copyOfRange(values, values.length / 2, values.length);
        Arrays.sort(half);
        return half[half.length / 2];
    }

    /// CPU time of all live threads, the collector's and the compilers' included.
    static long cpuNanos() throws IOException {
        long sum = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                sum += cpuNanosOf(thread);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return sum;
    }

    private static long cpuNanosOf(Path thread) throws IOException {
        try {
            String spent = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(spent.substring(0, spent.indexOf(' ')));
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw e;
            }
            return 0; // it has ended since the folder was listed
        }
    }

    /// The largest resident set that the process has had.
    static double peakRssMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("/proc/self/status has no line VmHWM");
    }
}
