package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;

/// H12: an exception in what runs for a channel makes Netty's loop sleep for a second, and with it everything else.
/// Here the loop catches it in the callback's own step and goes on within the same tick: there is nothing that sleeps.
final class H12ThrowingCallbackTest {
    private final List<String> trail = new ArrayList<>();

    private static void tick(EventLoop loop) {
        loop.stop();
        loop.runForever();
    }

    private static Pipe readable() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        return pipe;
    }

    @Test
    void callbackOfAChannelThatThrowsDelaysNobody() throws IOException {
        Pipe bad = readable();
        Pipe good = readable();
        try (var loop = new EventLoop();
                var _ = bad.sink();
                var _ = bad.source();
                var _ = good.sink();
                var _ = good.source()) {
            loop.exceptionHandler((any, report) -> trail.add(String.valueOf(report.exception())));
            loop.onReadable(bad.source(), () -> {
                throw new IllegalStateException("bad");
            });
            loop.onReadable(good.source(), () -> trail.add("good"));
            loop.callSoon(() -> trail.add("ready"));

            tick(loop);
            tick(loop);

            String error = "java.lang.IllegalStateException: bad";
            assertThat(trail).containsExactlyInAnyOrder("ready", error, "good", error, "good");
        }
    }
}
