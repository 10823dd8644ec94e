package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.io.OnLoop.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How much is read at once: as much as comes, so that much takes few system calls.
@Timeout(60)
final class ReadSizeTest {
    private static final int MUCH = 8 << 20;
    private static final int KEPT = 64 << 10; // the largest that a stream keeps for what it reads ahead

    private final EndlessTransport transport = new EndlessTransport(MUCH);

    private ByteStream stream() {
        return new ByteStream(transport, StreamOptions.defaults());
    }

    @Test
    void readOfSomeGivesAllThatIsThere() {
        run(() -> {
            try (var stream = stream()) {
                assertThat(stream.readSome(100)).hasSize(100);
                assertThat(stream.readSome(KEPT)).hasSize(KEPT);
                assertThat(stream.readSome(Integer.MAX_VALUE)).hasSize(EndlessTransport.AT_ONCE);
                assertThat(transport.reads).isEqualTo(3);
            }
        });
    }

    @Test
    void manySmallPiecesOfMuchTakeFewReads() {
        run(() -> {
            try (var stream = stream()) {
                for (int taken = 0; taken < MUCH; taken += 128) {
                    stream.readExactly(128);
                }

                assertThat(transport.reads).isLessThan(2 * MUCH / KEPT);
            }
        });
    }
}
