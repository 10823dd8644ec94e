package rondo.hazard;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rondo.task.VoidBody;

/// Turns a hang into a failure: these tests are about programs that would wait for ever.
@SuppressWarnings({"BadInstanceof"}) // the hazard itself
final class Deadline {
    /// Long enough for a busy machine; a hang is for ever.
    static final Duration LIMIT = Duration.ofSeconds(20);

    private Deadline() {}

    /// Runs a test's body on a platform thread of its own, and fails with that thread's stack when it takes too
    /// long.
    static void within(Duration limit, VoidBody body) throws InterruptedException {
        var failure = new AtomicReference<@Nullable Throwable>();
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("trial")
                .uncaughtExceptionHandler((t, e) -> failure.set(e))
                .start(() -> {
                    try {
                        body.run();
                    } catch (Exception e) {
                        failure.set(e);
                    }
                });
        if (!thread.join(limit)) {
            fail("no end after " + limit.toSeconds() + " s; the loop's thread is at\n" + stack(thread));
        }
        if (failure.get() instanceof Throwable e) {
            throw raise(e);
        }
    }

    static void within(VoidBody body) throws InterruptedException {
        within(LIMIT, body);
    }

    /// Waits, off the loop, until something holds.
    static void until(BooleanSupplier condition, String what) {
        for (int i = 0; i < LIMIT.toMillis(); i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        fail("not within " + LIMIT.toSeconds() + " s: " + what);
    }

    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "    " + frame)
                .collect(Collectors.joining("\n"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what the body threw, as it was
    private static <X extends Throwable> RuntimeException raise(Throwable e) throws X {
        throw (X) e;
    }
}
