package rondo.proofs;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rondo.Rondo;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Tasks that await each other, as many as are asked for, in a row and in a ring. Nothing in cancelling or completing
/// recurses, so their number is bounded by the heap and not by the stack, which here is the main thread's own.
public final class Chains {
    private int ended; // the loop's thread only

    private Chains() {}

    /// Makes, cancels and completes them; fails if any does not end as it should.
    ///
    /// @param arguments how many tasks
    public static void main(String[] arguments) {
        int n = Integer.parseInt(arguments[0]);
        var chains = new Chains();
        Rondo.run(() -> chains.all(n));
    }

    private void all(int n) throws Exception {
        timed("chain cancelled from its head", n, () -> cancelled(chain(n, new Future<@Nullable Void>())));
        timed("chain completed from its end", n, () -> {
            var end = new Future<@Nullable Void>();
            Task<?> head = chain(n, end);
            end.setResult(null);
            head.await();
        });
        timed("ring cancelled", n, () -> cancelled(ring(n)));
    }

    private Task<?> chain(int n, Awaitable<?> end) throws Exception {
        Awaitable<?> next = end;
        Task<?> head = null;
        for (int i = 0; i < n; i++) {
            Awaitable<?> awaited = next;
            head = Rondo.createTask(() -> {
                try {
                    awaited.await();
                } finally {
                    ended++;
                }
            });
            next = head;
        }
        Rondo.sleep(Duration.ZERO);
        return java.util.Objects.requireNonNull(head);
    }

    private Task<?> ring(int n) throws Exception {
        var first = new Future<Task<?>>();
        Task<?> last = chain(n, () -> first.await().await());
        first.setResult(last);
        Rondo.sleep(Duration.ZERO);
        Rondo.sleep(Duration.ZERO);
        return last;
    }

    private void cancelled(Task<?> head) {
        head.cancel();
        try {
            head.await();
        } catch (CancelledError e) {
            return;
        }
        throw new AssertionError("it was not cancelled");
    }

    /// The tasks behind the one that is awaited end after it, tick by tick.
    private void timed(String what, int n, VoidBody body) throws Exception {
        long start = System.nanoTime();
        ended = 0;
        body.run();
        while (ended < n) {
            Rondo.sleep(Duration.ZERO);
        }
        System.out.printf(Locale.ROOT, "%,d tasks: %s, in %.1f s%n", n, what, (System.nanoTime() - start) / 1e9);
    }
}
