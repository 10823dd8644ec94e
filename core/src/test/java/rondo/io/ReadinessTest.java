package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.Rondo.awaitReadable;
import static rondo.Rondo.awaitWritable;
import static rondo.io.OnLoop.task;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import rondo.loop.EventLoop;
import rondo.loop.TestPipe;
import rondo.task.CancelledError;
import rondo.task.Sleep;
import rondo.task.VoidBody;

/// Awaiting a channel (semantics 16.1, as an await).
@Timeout(20)
final class ReadinessTest {
    @RegisterExtension
    private final TestPipe pipe = new TestPipe();

    private static void run(VoidBody body) {
        OnLoop.run(body);
    }

    private static void giveWay() {
        Sleep.sleep(Duration.ZERO);
    }

    @Test
    void taskGoesOnWhenTheChannelCanBeRead() {
        run(() -> {
            var reader = task(() -> awaitReadable(pipe.source()));
            giveWay();
            giveWay();
            assertThat(reader.done()).isFalse();

            pipe.write();
            reader.await();

            assertThat(pipe.source().read(ByteBuffer.allocate(8))).isOne();
        });
    }

    @Test
    void taskGoesOnInTheTickOfThePollThatFindsTheChannel() {
        run(() -> {
            pipe.write();
            var reader = task(() -> awaitReadable(pipe.source()));
            giveWay(); // it begins to wait
            giveWay(); // the poll finds it, and queues it behind us
            giveWay(); // it has run

            assertThat(reader.done()).isTrue();
        });
    }

    @Test
    void taskGoesOnWhenTheChannelCanBeWrittenTo() {
        run(() -> {
            var full = ByteBuffer.allocate(1 << 20);
            while (pipe.sink().write(full.clear()) > 0) {
                // until the kernel takes no more
            }
            var writer = task(() -> awaitWritable(pipe.sink()));
            giveWay();
            giveWay();
            assertThat(writer.done()).isFalse();

            while (pipe.source().read(full.clear()) > 0) {
                // until there is room
            }
            writer.await();
        });
    }

    @Test
    void waitingAgainAndAgainOnOneRegistration() {
        run(() -> {
            Readiness readiness = Readiness.of(pipe.source());
            for (int i = 0; i < 3; i++) {
                pipe.write();
                readiness.awaitReadable();
                assertThat(pipe.source().read(ByteBuffer.allocate(8))).isOne();
            }
        });
    }

    @Test
    void cancelEndsTheWaitAndAnotherTaskCanWait() {
        run(() -> {
            var first = task(() -> awaitReadable(pipe.source()));
            giveWay();
            first.cancel("enough");
            assertThatExceptionOfType(CancelledError.class)
                    .isThrownBy(first::await)
                    .withMessageContaining("enough");

            pipe.write();
            task(() -> awaitReadable(pipe.source())).await();
        });
    }

    @Test
    void cancelInTheTickOfReadinessLosesNothing() {
        run(() -> {
            var reader = task(() -> awaitReadable(pipe.source()));
            giveWay();
            pipe.write();
            EventLoop.current().callSoon(reader::cancel); // runs after the poll that wakes the reader
            assertThatExceptionOfType(CancelledError.class).isThrownBy(reader::await);

            awaitReadable(pipe.source());
            assertThat(pipe.source().read(ByteBuffer.allocate(8))).isOne();
        });
    }

    @Test
    void secondTaskThatWaitsForTheSameIsRefused() {
        run(() -> {
            var first = task(() -> awaitReadable(pipe.source()));
            giveWay();

            assertThatIllegalStateException()
                    .isThrownBy(() -> awaitReadable(pipe.source()))
                    .withMessageContaining("waits already");
            assertThat(first.done()).isFalse();
            pipe.write();
            first.await();
        });
    }

    @Test
    void channelWithACallbackIsRefusedAndTheOtherWayRound() {
        run(() -> {
            EventLoop.current().onReadable(pipe.source(), () -> {});
            assertThatIllegalStateException()
                    .isThrownBy(() -> awaitReadable(pipe.source()))
                    .withMessageContaining("remove it first");
            EventLoop.current().removeReadable(pipe.source());

            task(() -> awaitReadable(pipe.source()));
            giveWay();
            assertThatIllegalStateException()
                    .isThrownBy(() -> EventLoop.current().onReadable(pipe.source(), () -> {}))
                    .withMessageContaining("let one task do it");
        });
    }

    @Test
    void blockingChannelIsRefused() {
        run(() -> {
            pipe.source().configureBlocking(true);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> awaitReadable(pipe.source()))
                    .withMessageContaining("configureBlocking(false)");
        });
    }

    @Test
    void closedChannelIsRefused() {
        run(() -> {
            Readiness readiness = Readiness.of(pipe.source());
            pipe.source().close();

            assertThatIllegalArgumentException().isThrownBy(() -> awaitReadable(pipe.source()));
            assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(readiness::awaitReadable);
        });
    }

    @Test
    void outsideATaskIsRefusedAndLeavesNothingBehind() {
        run(() -> {
            var refused = new rondo.task.Future<Throwable>();
            EventLoop.current().callSoon(() -> {
                try {
                    awaitReadable(pipe.source());
                } catch (IOException | IllegalStateException e) {
                    refused.setResult(e);
                }
            });

            assertThat(refused.await()).hasMessageContaining("a callback cannot await");
            pipe.write();
            awaitReadable(pipe.source());
        });
    }

    @Test
    void channelOfAnotherLoopIsRefused() {
        run(() -> {
            awaitWritable(pipe.sink());
            var refusal = Threads.<@Nullable IllegalArgumentException>toThread(this::refusalByAnotherLoop);

            assertThat(refusal)
                    .hasMessageContaining("is registered with another loop")
                    .hasMessageContaining("close it there");
            awaitWritable(pipe.sink()); // here it still may be waited for
        });
    }

    private @Nullable IllegalArgumentException refusalByAnotherLoop() {
        var refusal = new ArrayList<IllegalArgumentException>();
        run(() -> {
            try {
                awaitWritable(pipe.sink());
            } catch (IllegalArgumentException e) {
                refusal.add(e);
            }
        });
        return refusal.isEmpty() ? null : refusal.getFirst();
    }

    @Test
    void channelOfALoopThatHasEndedIsNot() {
        run(() -> EventLoop.current().watch(pipe.source()));
        run(() -> {
            pipe.write();
            awaitReadable(pipe.source());
        });
    }

    @Test
    void wakeEndsTheWaitOfBothDirections() {
        run(() -> {
            Readiness readiness = Readiness.of(pipe.source());
            var reader = task(readiness::awaitReadable);
            giveWay();

            readiness.wake();
            reader.await();
        });
    }
}
