// Broken: the worker eats its cancellation and goes on, so whoever waits for its end waits for ever.
// The cure is to let CancelledError pass: catch Exception instead, or rethrow.

import static rondo.Rondo.*;

import java.time.Duration;

void work() {
    while (true) {
        try {
            sleep(Duration.ofMinutes(1));
        } catch (Throwable anything) {
            IO.println("worker: something went wrong, I go on");
        }
    }
}

void main() {
    run(() -> {
        var worker = createTask("worker", () -> work());
        sleep(Duration.ofMillis(10));
        worker.cancel("the shop closes");
        worker.await();
    });
}
