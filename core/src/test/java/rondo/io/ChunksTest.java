package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Direct buffers are bounded and reused.
final class ChunksTest {
    private final Chunks chunks = new Chunks();

    @Test
    void bufferThatCameBackLastIsLentFirst() {
        ByteBuffer first = chunks.lend();
        ByteBuffer second = chunks.lend();
        second.put((byte) 1);
        chunks.takeBack(first);
        chunks.takeBack(second);

        assertThat(chunks.lend()).isSameAs(second);
        assertThat(second.position()).isZero();
        assertThat(chunks.lend()).isSameAs(first);
    }

    @Test
    void manyHoldersGetSmallOnes() {
        List<ByteBuffer> lent = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            lent.add(chunks.lend());
        }

        long bytes = lent.stream().mapToLong(ByteBuffer::capacity).sum();

        assertThat(lent).allMatch(ByteBuffer::isDirect);
        assertThat(bytes).isLessThanOrEqualTo(1000L * (64 << 10) + (16 << 20));
    }
}
