package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.io.OnLoop.run;
import static rondo.io.OnLoop.task;

import java.io.IOException;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.task.Sleep;

/// A stream whose other side is always faster lets other tasks run, also within one read.
@Timeout(60)
final class GivingWayTest {
    private static final int MUCH = 64 << 20;
    private static final int TURN = 64; // reads, after which a task gives way

    private static ByteStream stream() {
        return new ByteStream(new EndlessTransport(MUCH), StreamOptions.defaults());
    }

    private interface Reading {
        void run(ByteStream stream) throws IOException;
    }

    private static void ticksOfAnother(Reading reading, IntConsumer check) {
        run(() -> {
            var ticks = new int[1];
            var other = task(() -> {
                while (true) {
                    Sleep.sleep(Duration.ZERO);
                    ticks[0]++;
                }
            });
            try (var stream = stream()) {
                reading.run(stream);
            }
            other.cancel();
            check.accept(ticks[0]);
        });
    }

    @Test
    void oneReadOfVeryMuchLetsOthersRun() {
        int leastTicks = MUCH / EndlessTransport.AT_ONCE / TURN - 1; // the other one begins in the first

        ticksOfAnother(
                stream -> stream.readExactly(MUCH), ticks -> assertThat(ticks).isGreaterThanOrEqualTo(leastTicks));
        ticksOfAnother(ByteStream::readAll, ticks -> assertThat(ticks).isGreaterThanOrEqualTo(leastTicks));
    }

    @Test
    void taskThatWaitedForOneDirectionNeedNotGiveWayForTheOther() {
        run(() -> {
            try (var pipe = Pipe.open()) {
                var trips = new int[1];
                var echo = task(() -> {
                    while (pipe.right().readSome(1).length > 0) {
                        pipe.right().write("x");
                        trips[0]++;
                    }
                });
                for (int i = 0; i < 10 * TURN; i++) {
                    pipe.left().write("x");
                    Sleep.sleep(Duration.ZERO);
                    assertThat(trips[0]).as("it has answered within its turn").isEqualTo(i + 1);
                    pipe.left().readSome(1);
                }
                echo.cancel();
            }
        });
    }

    @Test
    void readThatGivesWayWhileItsStreamIsClosedGivesNoByte() {
        run(() -> {
            var stream = stream();
            task(stream::close);

            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(() -> {
                while (true) {
                    stream.readSome(1); // of what was read ahead, mostly
                    assertThat(stream.closed())
                            .as("closed before it gave a byte")
                            .isFalse();
                }
            });
        });
    }
}
