package rondo.testkit;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import rondo.Rondo;
import rondo.sync.Queue;
import rondo.sync.Semaphore;
import rondo.task.Task;

/// A program of a little of everything, and its traces over many seeds: also as a program of its own.
final class Sample {
    private Sample() {}

    /// Prints one hash over the traces of so many seeds, in each order.
    static void main(String[] arguments) {
        System.out.println(hash(Integer.parseInt(arguments[0])));
    }

    static String hash(int seeds) {
        var all = new TraceHash();
        for (Order order : Order.values()) {
            for (int seed = 0; seed < seeds; seed++) {
                var options = SimulationOptions.defaults().withOrder(order).withSeed(seed);
                all.add(Simulation.run(options, Sample::program).hash());
            }
        }
        return all.toString();
    }

    static void program(Simulation simulation) {
        var random = simulation.random("sample");
        var queue = new Queue<Integer>(2);
        var two = new Semaphore(2);
        Task<?> producer = Rondo.createTask("producer", () -> {
            for (int i = 0; i < 8; i++) {
                Rondo.sleep(Duration.ofMillis(random.nextInt(3)));
                queue.put(i);
            }
            queue.shutdown();
        });
        Rondo.taskGroup(group -> {
            for (int i = 0; i < 3; i++) {
                group.createTask(() -> {
                    for (int item : queue) {
                        two.acquire();
                        work(simulation, item);
                        two.release();
                    }
                });
            }
        });
        producer.await();
    }

    private static void work(Simulation simulation, int item) {
        try {
            Rondo.timeout(Duration.ofMillis(2), () -> Rondo.sleep(Duration.ofMillis(item % 4)));
            simulation.trail().add("done " + item);
        } catch (TimeoutException e) {
            simulation.trail().add("late " + item);
        }
    }
}
