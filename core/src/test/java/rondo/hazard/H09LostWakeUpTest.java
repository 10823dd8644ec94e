package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;

/// H9: the loop finds nothing to do and falls asleep just as another thread hands something over. Two threads
/// do so against a loop that is nearly always about to sleep; each waits for its answer before it hands over
/// again, so one lost wake-up is a hang. `proofs/` has a model of the same handshake, with every interleaving.
@SuppressWarnings({"ModifiedButNotUsed"}) // the hazard itself
final class H09LostWakeUpTest {
    private static final int THREADS = 2;
    private static final int EACH = 50_000;

    @Test
    void nothingHandedOverToAParkedLoopIsLost() throws InterruptedException {
        assertThat(handOver(loop -> {})).isEqualTo(THREADS * EACH);
    }

    @Test
    void nothingHandedOverToASelectingLoopIsLost() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);

        int done = handOver(loop -> loop.onReadable(pipe.source(), () -> {}));

        pipe.sink().close();
        pipe.source().close();
        assertThat(done).isEqualTo(THREADS * EACH);
    }

    private interface Preparation {
        void on(EventLoop loop);
    }

    private static int handOver(Preparation preparation) throws InterruptedException {
        var count = new AtomicInteger();
        Deadline.within(Duration.ofSeconds(60), () -> {
            try (var runner = new Runner(LoopOptions.defaults())) {
                EventLoop loop = runner.loop();
                runner.run(() -> {
                    preparation.on(loop);
                    var all = new Future<@Nullable Void>();
                    List<Thread> threads = new ArrayList<>();
                    for (int i = 0; i < THREADS; i++) {
                        threads.add(Thread.ofPlatform().daemon().start(() -> pingPong(loop, count, all)));
                    }
                    loop.outsideWorkStarted();
                    all.await();
                    loop.outsideWorkEnded();
                });
            }
        });
        return count.get();
    }

    private static void pingPong(EventLoop loop, AtomicInteger count, Future<@Nullable Void> all) {
        Thread me = Thread.currentThread();
        var answers = new AtomicInteger();
        for (int i = 1; i <= EACH; i++) {
            loop.callSoonThreadsafe(() -> {
                answers.incrementAndGet();
                LockSupport.unpark(me);
                if (count.incrementAndGet() == THREADS * EACH) {
                    all.setResult(null);
                }
            });
            while (answers.get() < i) {
                LockSupport.park(loop);
            }
        }
    }
}
