// Broken: two tasks take two locks in opposite order. The cure is one order for both.

import static rondo.Rondo.*;

import java.time.Duration;
import rondo.sync.Lock;

void transfer(Lock from, Lock to) {
    try (var _ = from.hold()) {
        sleep(Duration.ofMillis(10)); // reads the balance
        try (var _ = to.hold()) {
            IO.println("transferred");
        }
    }
}

void main() {
    run(() -> {
        Lock savings = lock();
        Lock current = lock();
        gather(createTask("pay in", () -> transfer(current, savings)), createTask("pay out", () -> transfer(savings, current)));
    });
}
