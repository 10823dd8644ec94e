// Broken: one consumer cannot keep up with three producers. The queue is bounded, so they wait at it; without a
// bound the heap would fill. The cure is more consumers, or producers that drop what is too much.

import static rondo.Rondo.*;

import java.time.Duration;
import rondo.sync.Queue;

void produce(Queue<Integer> queue) {
    for (int i = 0; ; i++) {
        queue.put(i);
    }
}

void consume(Queue<Integer> queue) {
    while (true) {
        store(queue.get());
    }
}

void store(int item) {
    sleep(Duration.ofMinutes(1)); // a database that has gone away
}

void main() {
    run(() -> {
        Queue<Integer> queue = queue(2);
        taskGroup(group -> {
            group.createTask("consumer", () -> consume(queue));
            for (int i = 1; i <= 3; i++) {
                group.createTask("producer " + i, () -> produce(queue));
            }
            createTask(() -> IO.println("ready"));
        });
    });
}
