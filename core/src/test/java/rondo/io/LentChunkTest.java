package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.io.OnLoop.run;
import static rondo.io.OnLoop.task;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.sync.Event;
import rondo.task.Sleep;

/// When a lent chunk may be lent again: never while a task may be in the middle of a write of it.
@Timeout(60)
final class LentChunkTest {
    private static ByteStream stream() {
        return new ByteStream(new EndlessTransport(Long.MAX_VALUE), StreamOptions.defaults());
    }

    private static ByteBuffer chunk(ByteStream stream) throws IOException {
        return Objects.requireNonNull(stream.readChunk());
    }

    @Test
    void streamClosedByAnotherTaskLeavesItsChunkToWhoWritesIt() {
        run(() -> {
            var from = stream();
            var chunks = new ByteBuffer[1];
            var sent = new Event();
            var relay = task(() -> {
                chunks[0] = chunk(from);
                sent.await(); // as a write to a slow stream
            });
            Sleep.sleep(Duration.ZERO);

            from.close();

            try (var third = stream()) {
                assertThat(chunk(third)).isNotSameAs(chunks[0]);
            }
            sent.set();
            relay.await();
        });
    }

    @Test
    void chunkComesBackFromTheTaskThatClosesAndFromOneThatHasEnded() {
        run(() -> {
            var first = stream();
            ByteBuffer chunk = chunk(first);
            first.close();

            var second = stream();
            var reader = task(() -> assertThat(chunk(second)).isSameAs(chunk));
            reader.await();
            second.close();

            try (var third = stream()) {
                assertThat(chunk(third)).isSameAs(chunk);
            }
        });
    }

    @Test
    void chunksThatDidNotComeBackAreMadeAnew() {
        var chunks = new Chunks();
        for (int i = 0; i < 2 * Chunks.LARGE_LIMIT; i++) {
            ByteBuffer chunk = chunks.lend();
            assertThat(chunk.capacity()).isEqualTo(Chunks.LARGE);
            chunks.giveUp(chunk);
        }
    }
}
