package rondo.io;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.io.OnLoop.run;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A stream is its loop's: on another thread it says so, also where nothing would have to wait.
@Timeout(60)
final class StreamThreadTest {
    @Test
    void everythingThatMovesBytesOrEndsIsRefusedOnAnotherThread() {
        run(() -> {
            try (var stream = new ByteStream(new EndlessTransport(Long.MAX_VALUE), StreamOptions.defaults())) {
                List<ThrowingCallable> uses = List.of(
                        () -> stream.readSome(1),
                        stream::readChunk,
                        () -> stream.write("x"),
                        stream::shutdownOutput,
                        stream::close,
                        stream::abort);
                Threads.<String>toThread(() -> {
                    for (ThrowingCallable use : uses) {
                        assertThatIllegalStateException().isThrownBy(use).withMessageContaining("was used from thread");
                    }
                    return "";
                });

                stream.readExactly(1);
            }
        });
    }
}
