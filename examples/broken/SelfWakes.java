// Broken: a task looks again and again whether a job has come, and yields in between. The loop never sleeps.
// The cure is to await what brings the job: an event, or a queue.

import static rondo.Rondo.*;

import java.time.Duration;

boolean jobCame;

void waitForJob() {
    while (!jobCame) {
        sleep(Duration.ZERO);
    }
}

void main() {
    run(() -> {
        createTask("poller", () -> waitForJob());
        sleep(Duration.ofDays(1));
        jobCame = true;
    });
}
