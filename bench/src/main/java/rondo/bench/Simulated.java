package rondo.bench;

import static rondo.Rondo.createTask;
import static rondo.Rondo.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rondo.loop.CarrierChoice;
import rondo.task.Task;
import rondo.testkit.Order;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// How many small runs a simulation makes in a second of CPU time, in each order: 10 tasks and 100 awaits each, a
/// new loop for each.
///
/// The CPU time is that of the whole process, with the compilers and the collector. Pinned to one core
/// (`taskset -c 0`) it is what one core does in a second.
final class Simulated {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int TASKS = 10;
    private static final int AWAITS = 9; // and one of each task by the main task

    private Simulated() {}

    /// Measures the orders in alternation.
    ///
    /// @param seeds how many a round has
    /// @param rounds how many rounds
    /// @return one line of JSON: for each order the median of the last half of its rounds
    static String measure(String peer, CarrierChoice carrier, int seeds, int rounds) {
        Order[] orders = Order.values();
        double[][] rates = new double[orders.length][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < orders.length; i++) {
                rates[i][round] = rate(carrier, orders[i], seeds);
            }
        }
        var line = new StringBuilder();
        for (int i = 0; i < orders.length; i++) {
            line.append(String.format(
                    Locale.ROOT,
                    ",\"%s_per_cpu_s\":%.0f",
                    orders[i].name().toLowerCase(Locale.ROOT),
                    Harness.medianOfLastHalf(rates[i])));
        }
        return String.format(Locale.ROOT, "{\"peer\":\"%s\",\"workload\":\"simulated\",\"n\":%d%s}", peer, seeds, line);
    }

    private static double rate(CarrierChoice carrier, Order order, int seeds) {
        var options = SimulationOptions.defaults().withCarrier(carrier).withOrder(order);
        long before = cpuNanos();
        Simulation.explore(options, seeds, Simulated::run);
        return seeds * NANOS_PER_SECOND / Math.max(1, cpuNanos() - before);
    }

    /// The small run.
    static void run(Simulation simulation) {
        List<Task<?>> tasks = new ArrayList<>(TASKS);
        for (int i = 0; i < TASKS; i++) {
            tasks.add(createTask(() -> {
                for (int n = 0; n < AWAITS; n++) {
                    sleep(Duration.ZERO);
                }
            }));
        }
        tasks.forEach(Task::await);
    }

    /// Of the threads that have ended, too: each exploration has one of its own.
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
