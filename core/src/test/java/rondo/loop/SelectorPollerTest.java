package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The poll on its own.
@Timeout(20)
final class SelectorPollerTest {
    @AutoClose
    private final EventLoop loop = new EventLoop();

    private final SelectorPoller poller = new SelectorPoller();
    private final ReadyQueue ready = new ReadyQueue();

    @RegisterExtension
    private final TestPipe pipe = new TestPipe();

    @AfterEach
    void close() {
        poller.close();
    }

    private Handle handle() {
        return new Handle(loop, () -> {}, null);
    }

    @Test
    void wakeUpJustBeforeTheWaitIsNotLost() { // H9
        poller.wakeup();

        poller.poll(Poller.FOREVER, ready);

        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void wakeUpJustBeforeTheWaitOnChannelsIsNotLost() { // H9
        poller.register(pipe.source(), SelectionKey.OP_READ, handle());
        poller.wakeup();

        poller.poll(Poller.FOREVER, ready);

        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void wakeUpEndsAWait() throws InterruptedException {
        Thread loop = Thread.currentThread();
        Thread waker = Thread.ofPlatform().start(() -> {
            while (loop.getState() != Thread.State.WAITING && loop.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            poller.wakeup();
        });

        poller.poll(Poller.FOREVER, ready);

        waker.join();
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void readableAndWritableChannelsPutTheirHandlesIntoTheQueue() throws IOException {
        Handle reader = handle();
        Handle writer = handle();
        poller.register(pipe.source(), SelectionKey.OP_READ, reader);
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));

        poller.poll(Poller.FOREVER, ready);
        assertThat(ready.first()).isSameAs(reader);

        ready.removeFirst();
        poller.unregister(pipe.source(), SelectionKey.OP_READ);
        poller.register(pipe.sink(), SelectionKey.OP_WRITE, writer);
        poller.poll(Poller.FOREVER, ready);
        assertThat(ready.first()).isSameAs(writer);
    }

    @Test
    void cancelledHandleIsUnregisteredAtItsNextEvent() throws IOException {
        Handle reader = handle();
        poller.register(pipe.source(), SelectionKey.OP_READ, reader);
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
        reader.cancel();

        poller.poll(0, ready);

        assertThat(ready.isEmpty()).isTrue();
        assertThat(poller.watches()).isFalse();
    }

    @Test
    void channelThatWasClosedIsForgotten() throws IOException {
        poller.register(pipe.source(), SelectionKey.OP_READ, handle());
        pipe.source().close();

        poller.poll(0, ready);

        assertThat(poller.unregister(pipe.source(), SelectionKey.OP_READ)).isFalse();
        assertThat(poller.watches()).isFalse();
    }

    @Test
    void blockingChannelIsRefusedWithWhatToDo() throws IOException {
        pipe.source().configureBlocking(true);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.register(pipe.source(), SelectionKey.OP_READ, handle()))
                .withMessageContaining("call configureBlocking(false) first");
    }

    @Test
    void closedChannelIsRefusedWithWhatToDo() throws IOException {
        pipe.source().close();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.register(pipe.source(), SelectionKey.OP_READ, handle()))
                .withMessageContaining("the channel is closed");
    }
}
