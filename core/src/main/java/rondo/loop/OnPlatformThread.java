package rondo.loop;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs something on a fresh platform thread while the caller waits, as if it had run here.
final class OnPlatformThread {
    private OnPlatformThread() {}

    static void run(String name, Runnable body) {
        var failure = new AtomicReference<@Nullable Throwable>();
        Thread thread = Thread.ofPlatform()
                .name("rondo-loop-" + name)
                .uncaughtExceptionHandler((t, e) -> failure.set(e))
                .start(body);
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
