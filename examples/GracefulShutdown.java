// Graceful shutdown: stop taking work, let what runs finish for a while, then cancel the rest. Ctrl-C does the same as the timer here.

import static rondo.Rondo.*;

import java.time.Duration;
import java.util.List;
import rondo.group.When;
import rondo.task.CancelledError;
import rondo.task.Task;

static final Duration GRACE = Duration.ofMillis(100);

void job(int number) {
    try {
        sleep(Duration.ofMillis(30L * number));
        IO.println("job " + number + " finished");
    } catch (CancelledError e) {
        IO.println("job " + number + " was cancelled: " + e.cancelMessage());
        throw e;
    }
}

void main() {
    run(() -> {
        List<Task<Void>> jobs = List.of(1, 2, 3, 4, 5, 6).stream()
                .map(number -> createTask("job " + number, () -> job(number)))
                .toList();
        try {
            sleep(Duration.ofMillis(45)); // a server would wait for ever here
            IO.println("asked to stop");
        } finally {
            var left = waitUntil(When.ALL_COMPLETED, GRACE, jobs);
            IO.println(left.done().size() + " jobs finished in time");
            left.pending().forEach(task -> task.cancel("no time left"));
            gatherOutcomes(jobs);
        }
    });
}
