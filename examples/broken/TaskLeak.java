// Broken: each request starts a task that waits for an answer which nobody sends. They add up.
// The cure is a deadline, timeout(...), or a task group, which does not end before its tasks have.

import static rondo.Rondo.*;

import java.time.Duration;

void serve(int request) {
    createTask("audit of request " + request, () -> event().await()); // nobody will set this event
    sleep(Duration.ofMillis(1));
}

void main() {
    run(() -> {
        for (int request = 1; request <= 4; request++) {
            serve(request);
        }
        IO.println("ready");
        sleep(Duration.ofDays(1));
    });
}
