// Broken: a task blocks the loop's thread, so nothing else runs meanwhile. The cure is toThread(() ->
// readReport()).

import static rondo.Rondo.*;

import java.time.Duration;

void readReport() throws InterruptedException {
    Thread.sleep(300); // a JDBC driver, a file, a lock: the thread waits, not the task
}

void main() {
    run(() -> {
        createTask("ticker", () -> {
            while (true) {
                sleep(Duration.ofMillis(20));
            }
        });
        createTask("report", () -> readReport()).await();
    });
}
