// A token bucket: at most five calls at once, then one every twenty milliseconds, in the order of asking.

import static rondo.Rondo.*;

import java.time.Duration;
import java.util.ArrayList;
import rondo.loop.EventLoop;
import rondo.sync.Semaphore;
import rondo.task.Awaitable;
import rondo.task.Task;

static final int BURST = 5;
static final Duration INTERVAL = Duration.ofMillis(20);

final class TokenBucket {
    private final Semaphore tokens = semaphore(BURST);
    private int missing;

    /// Waits for a token.
    void take() {
        tokens.acquire();
        missing++;
    }

    /// Puts a token back at every interval, for ever: whoever runs it cancels it.
    void refill() {
        while (true) {
            sleep(INTERVAL);
            if (missing > 0) {
                missing--;
                tokens.release();
            }
        }
    }
}

void main() {
    run(() -> {
        var bucket = new TokenBucket();
        Task<Void> refill = createTask("refill", bucket::refill);
        long start = EventLoop.current().time();
        var calls = new ArrayList<Awaitable<Long>>();
        for (int i = 0; i < 12; i++) {
            calls.add(() -> {
                bucket.take();
                return (EventLoop.current().time() - start) / 1_000_000;
            });
        }
        IO.println("calls went out after these ms: " + gather(calls));
        refill.cancel();
    });
}
