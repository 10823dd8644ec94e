// Retry with exponential back-off and jitter, under one deadline for all attempts.

import static rondo.Rondo.*;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import rondo.task.Awaitable;

static final Duration FIRST_PAUSE = Duration.ofMillis(10);
static final RandomGenerator RANDOM = RandomGenerator.getDefault();

/// Tries until it succeeds. An error that is not about input or output, and a cancellation, pass through.
static <T> T retry(int attempts, Awaitable<T> body) throws Exception {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
        try {
            return body.await();
        } catch (IOException e) {
            if (attempt == attempts) {
                throw e;
            }
            Duration wait = pause.plusMillis(RANDOM.nextInt(5));
            IO.println("attempt " + attempt + ": " + e.getMessage() + "; next in " + wait.toMillis() + " ms");
            sleep(wait);
            pause = pause.multipliedBy(2);
        }
    }
}

int calls;

String flaky() throws IOException {
    sleep(Duration.ofMillis(5));
    if (++calls < 4) {
        throw new IOException("the line is busy");
    }
    return "connected at call " + calls;
}

void main() {
    run(() -> {
        IO.println(waitFor(() -> retry(5, this::flaky), Duration.ofSeconds(2)));
        calls = Integer.MIN_VALUE; // from now on it never answers
        try {
            waitFor(() -> retry(100, this::flaky), Duration.ofMillis(150));
        } catch (TimeoutException e) {
            IO.println("gave up at the deadline");
        }
    });
}
