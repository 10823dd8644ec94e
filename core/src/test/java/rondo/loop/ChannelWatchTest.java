package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One registration a channel: steps that run once in the poll, beside callbacks that are queued again and
/// again.
@Timeout(20)
final class ChannelWatchTest {
    @AutoClose
    private final EventLoop loop = new EventLoop();

    private final SelectorPoller poller = new SelectorPoller();
    private final ReadyQueue ready = new ReadyQueue();
    private final List<String> log = new ArrayList<>();

    @RegisterExtension
    private final TestPipe pipe = new TestPipe();

    @AfterEach
    void close() {
        poller.close();
    }

    private LoopStep log(String what) {
        return () -> log.add(what);
    }

    @Test
    void stepRunsOnceInThePollThatFindsTheChannelReady() throws IOException {
        poller.watch(pipe.source()).onceReadable(log("read"));
        poller.poll(0, ready);
        assertThat(log).isEmpty();

        pipe.write();
        poller.poll(0, ready);
        poller.poll(0, ready);

        assertThat(log).containsExactly("read");
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void stepCanBeSetAgainWhetherOrNotThePollDroppedTheInterestMeanwhile() throws IOException {
        ChannelWatch watch = poller.watch(pipe.source());
        pipe.write();
        watch.onceReadable(log("first"));
        poller.poll(0, ready);
        watch.onceReadable(log("at once"));
        poller.poll(0, ready);
        poller.poll(0, ready); // nobody waits: the interest goes

        watch.onceReadable(log("later"));
        poller.poll(0, ready);

        assertThat(log).containsExactly("first", "at once", "later");
    }

    @Test
    void channelThatNobodyWaitsForWakesNoPoll() throws IOException {
        ChannelWatch watch = poller.watch(pipe.source());
        pipe.write();
        watch.onceReadable(log("read"));
        poller.poll(0, ready);
        poller.poll(0, ready);

        poller.poll(1_000_000, ready); // returns at its limit, or spins for ever below

        assertThat(poller.watches()).isFalse();
        assertThat(pipe.source().keyFor(poller.selector()).interestOps()).isZero();
    }

    @Test
    void watchOfAChannelIsTheSameUntilItIsClosed() throws IOException {
        ChannelWatch watch = poller.watch(pipe.source());

        assertThat(poller.watch(pipe.source())).isSameAs(watch);
    }

    @Test
    void withdrawnStepDoesNotRun() throws IOException {
        ChannelWatch watch = poller.watch(pipe.source());
        LoopStep step = log("read");
        watch.onceReadable(step);
        watch.withdraw(step);
        pipe.write();

        poller.poll(0, ready);

        assertThat(log).isEmpty();
    }

    @Test
    void readerGoesBeforeTheWriter() throws IOException {
        try (var listener = java.nio.channels.ServerSocketChannel.open().bind(null);
                var client = java.nio.channels.SocketChannel.open(listener.getLocalAddress());
                var server = listener.accept()) {
            client.configureBlocking(false);
            server.write(ByteBuffer.wrap(new byte[] {1}));
            ChannelWatch watch = poller.watch(client);
            watch.onceWritable(log("write"));
            watch.onceReadable(log("read"));

            while (log.size() < 2) {
                poller.poll(Poller.FOREVER, ready);
            }
        }

        assertThat(log.indexOf("read")).isLessThanOrEqualTo(log.indexOf("write"));
    }

    @Test
    void secondStepForTheSameDirectionIsRefused() throws IOException {
        ChannelWatch watch = poller.watch(pipe.source());
        watch.onceReadable(log("first"));

        assertThatIllegalStateException()
                .isThrownBy(() -> watch.onceReadable(log("second")))
                .withMessageContaining("waits already")
                .withMessageContaining("let one task do it");
    }

    @Test
    void callbackAndStepExcludeEachOther() throws IOException {
        ChannelWatch watch = poller.watch(pipe.source());
        watch.onceReadable(log("step"));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> poller.register(pipe.source(), SelectionKey.OP_READ, new Handle(loop, () -> {}, null)))
                .withMessageContaining("let one task do it");

        poller.register(pipe.sink(), SelectionKey.OP_WRITE, new Handle(loop, () -> {}, null));
        assertThatIllegalStateException()
                .isThrownBy(() -> poller.watch(pipe.sink()).onceWritable(log("step")))
                .withMessageContaining("a callback; remove it first");
    }

    @Test
    void stepOnAClosedChannelIsRefused() throws IOException {
        ChannelWatch watch = poller.watch(pipe.source());
        pipe.source().close();

        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> watch.onceReadable(log("read")));
    }

    @Test
    void closeFreesTheDescriptorAtOnce() throws IOException {
        var listener = java.nio.channels.ServerSocketChannel.open().bind(null);
        var address = listener.getLocalAddress();
        listener.configureBlocking(false);
        ChannelWatch watch = poller.watch(listener);
        watch.onceReadable(log("accept"));

        watch.close();

        try (var again = java.nio.channels.ServerSocketChannel.open().bind(address)) {
            assertThat(again.isOpen()).isTrue();
        }
        assertThat(poller.watches()).isFalse();
    }
}
