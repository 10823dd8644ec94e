package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import rondo.time.VirtualClock;

/// Callbacks for channels that are ready (semantics 16.1, and 1.4 for their place in the tick).
@Timeout(20)
final class ReadinessTest {
    private final VirtualClock clock = new VirtualClock();
    private final EventLoop loop = new EventLoop(LoopOptions.defaults().withClock(clock));
    private final List<String> log = new ArrayList<>();

    @RegisterExtension
    private final TestPipe pipe = new TestPipe();

    @AfterEach
    void close() {
        loop.close();
    }

    private Runnable log(String what) {
        return () -> log.add(what);
    }

    private void tick() {
        loop.stop();
        loop.runForever();
    }

    @Test
    void readyChannelComesBetweenWhatWasReadyAndDueTimers() throws IOException { // T21
        pipe.write();
        loop.onReadable(pipe.source(), () -> {
            log.add("io");
            loop.removeReadable(pipe.source());
        });
        loop.callLater(Duration.ZERO, log("timer0"));
        loop.callSoon(() -> {
            log.add("c1");
            loop.callSoon(log("c1-child"));
        });
        loop.callSoon(log("c2"));

        tick();
        tick();

        assertThat(log).containsExactly("c1", "c2", "io", "timer0", "c1-child");
    }

    @Test
    void readerOfAChannelComesBeforeItsWriter() throws IOException {
        try (var listening =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var near = SocketChannel.open(listening.getLocalAddress());
                var far = listening.accept()) {
            near.configureBlocking(false);
            loop.onWritable(near, log("write"));
            loop.onReadable(near, log("read"));
            far.write(ByteBuffer.wrap(new byte[] {1}));

            while (!log.contains("read")) {
                tick();
            }

            assertThat(log.subList(log.size() - 2, log.size())).containsExactly("read", "write");
        }
    }

    @Test
    void queueThatNeverEmptiesHoldsUpNeitherChannelsNorTimers() throws IOException {
        pipe.write();
        loop.onReadable(pipe.source(), log("io"));
        loop.callLater(Duration.ofMillis(15), log("timer"));
        loop.callSoon(this::keepBusy);

        while (!log.contains("timer")) {
            tick();
        }

        assertThat(log).containsExactly("io", "io", "io", "timer"); // time goes on by 10 ms a tick
    }

    private void keepBusy() {
        clock.advance(Duration.ofMillis(10));
        loop.callSoon(this::keepBusy);
    }

    @Test
    void readinessIsReportedAgainAndAgainUntilTheDataIsRead() throws IOException {
        pipe.write();
        loop.onReadable(pipe.source(), log("io"));

        tick();
        tick();
        pipe.source().read(ByteBuffer.allocate(1));
        tick();

        assertThat(log).containsExactly("io", "io");
    }

    @Test
    void sleepingLoopIsWokenByAChannel() throws IOException {
        loop.onReadable(pipe.source(), () -> {
            log.add("io");
            loop.stop();
        });
        Thread writer = Thread.ofPlatform().start(() -> {
            while (!loop.waiting.asleep()) {
                Thread.onSpinWait();
            }
            try {
                pipe.write();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        loop.runForever();

        assertThat(log).containsExactly("io");
        assertThat(writer.isDaemon()).isFalse();
    }

    @Test
    void writableChannelCallsBack() {
        loop.onWritable(pipe.sink(), log("writable"));

        tick();

        assertThat(log).containsExactly("writable");
        assertThat(loop.removeWritable(pipe.sink())).isTrue();
        assertThat(loop.removeWritable(pipe.sink())).isFalse();
    }

    @Test
    void newCallbackReplacesAndCancelsTheOld() throws IOException {
        pipe.write();
        Handle old = loop.onReadable(pipe.source(), log("old"));
        loop.onReadable(pipe.source(), log("new"));

        tick();

        assertThat(log).containsExactly("new");
        assertThat(old.cancelled()).isTrue();
    }

    @Test
    void removedCallbackIsNotCalled() throws IOException {
        pipe.write();
        loop.onReadable(pipe.source(), log("io"));

        assertThat(loop.removeReadable(pipe.source())).isTrue();
        assertThat(loop.removeReadable(pipe.source())).isFalse();
        tick();

        assertThat(log).isEmpty();
    }

    @Test
    void channelThatWasRemovedCanBeRegisteredAgainAndMadeBlocking() throws IOException {
        pipe.write();
        loop.onReadable(pipe.source(), log("first"));
        loop.removeReadable(pipe.source());
        loop.onReadable(pipe.source(), log("second"));
        tick();
        loop.removeReadable(pipe.source());

        pipe.source().configureBlocking(true);

        assertThat(log).containsExactly("second");
        assertThat(pipe.source().isBlocking()).isTrue();
    }

    @Test
    void blockingChannelIsRefused() throws IOException {
        pipe.source().configureBlocking(true);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.onReadable(pipe.source(), () -> {}))
                .withMessageContaining("blocking mode")
                .withMessageContaining("configureBlocking(false)");
    }

    @Test
    void closedChannelIsRefused() throws IOException {
        pipe.source().close();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.onReadable(pipe.source(), () -> {}))
                .withMessageContaining("the channel is closed");
        assertThat(loop.removeReadable(pipe.source())).isFalse();
    }
}
