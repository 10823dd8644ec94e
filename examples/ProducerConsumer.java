// A producer and two consumers on a bounded queue: the producer waits while the queue is full.

import static rondo.Rondo.*;

import java.time.Duration;
import java.util.LinkedHashMap;

void main() {
    run(() -> {
        var queue = rondo.Rondo.<Integer>queue(3);
        var taken = new LinkedHashMap<String, Integer>();
        taskGroup(group -> {
            group.createTask("producer", () -> {
                for (int item = 1; item <= 12; item++) {
                    queue.put(item);
                    IO.println("produced " + item + ", " + queue.size() + " in the queue");
                }
                queue.shutdown(false); // the consumers finish what is left, and end
            });
            for (String name : new String[] {"quick", "slow"}) {
                var pause = Duration.ofMillis(name.equals("quick") ? 5 : 20);
                group.createTask(name, () -> {
                    for (int item : queue) {
                        sleep(pause);
                        taken.merge(name, 1, Integer::sum);
                    }
                });
            }
        });
        IO.println("taken: " + taken);
    });
}
