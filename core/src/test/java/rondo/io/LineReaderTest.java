package rondo.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.task.CancelledError;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Lines of an input that blocks.
@Timeout(60)
final class LineReaderTest {
    /// Somebody types.
    @SuppressWarnings("InputStreamSlowMultibyteRead") // nobody reads it so
    private static final class Keyboard extends InputStream {
        private final LinkedBlockingQueue<Integer> typed = new LinkedBlockingQueue<>(); // any thread
        private volatile boolean read; // any thread: somebody waits

        void type(String text) {
            text.chars().forEach(typed::add);
        }

        @Override
        public int read() throws IOException {
            read = true;
            try {
                return typed.take();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private final Keyboard keyboard = new Keyboard();
    private final InputLines lines = new InputLines(keyboard, UTF_8);

    private static void run(VoidBody body) {
        try (var runner = new Runner()) {
            runner.run(body);
        }
    }

    private static Task<@Nullable String> reading(LineReader reader) {
        Task<@Nullable String> task = Task.<@Nullable String>start(reader::readLine);
        Sleep.sleep(Duration.ZERO);
        return task;
    }

    @Test
    void readsLinesAndThenNull() {
        run(() -> {
            var reader =
                    new LineReader(new InputLines(new ByteArrayInputStream("one\r\n\nthree".getBytes(UTF_8)), UTF_8));

            assertThat(reader.readLine()).isEqualTo("one");
            assertThat(reader.readLine()).isEmpty();
            assertThat(reader.readLine()).isEqualTo("three");
            assertThat(reader.readLine()).isNull();
            assertThat(reader.readLine()).isNull();
        });
    }

    @Test
    void lineThatComesAfterACancelGoesToTheNextReader() {
        run(() -> {
            var reader = new LineReader(lines);
            Task<@Nullable String> first = reading(reader);
            while (!keyboard.read) {
                Sleep.sleep(Duration.ZERO);
            }

            first.cancel();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(first::await);
            keyboard.type("late\n");
            assertThat(reader.readLine()).isEqualTo("late");
        });
    }

    @Test
    void tasksGetOneLineEachInTheOrderOfTheirCalls() {
        run(() -> {
            var reader = new LineReader(lines);
            Task<@Nullable String> first = reading(reader);
            Task<@Nullable String> second = reading(reader);

            keyboard.type("one\ntwo\n");

            assertThat(second.await()).isEqualTo("two");
            assertThat(first.await()).isEqualTo("one");
        });
    }

    @Test
    void runEndsThoughAThreadStillReads() {
        run(() -> {
            var reader = new LineReader(lines);
            reading(reader);
        });
        keyboard.type("\n");
    }

    @Test
    void lineThatComesAfterTheEndOfALoopGoesToTheNextOne() {
        run(() -> {
            reading(new LineReader(lines));
            while (!keyboard.read) {
                Sleep.sleep(Duration.ZERO);
            }
        });

        keyboard.type("late\nnext\n");

        run(() -> {
            var reader = new LineReader(lines);
            assertThat(reader.readLine()).isEqualTo("late");
            assertThat(reader.readLine()).isEqualTo("next");
        });
    }

    @Test
    void lineThatCameBetweenALookAndAWaitIsToldOfAtOnce() throws InterruptedException {
        var told = new CountDownLatch(1);
        lines.whenRead(told::countDown);
        keyboard.type("late\n");
        assertThat(told.await(50, TimeUnit.SECONDS)).isTrue();

        var toldAgain = new CountDownLatch(1);
        lines.whenRead(toldAgain::countDown); // nothing else is typed

        assertThat(toldAgain.getCount()).isZero();
        assertThat(lines.poll()).isEqualTo(new InputLines.Line("late", null));
    }

    @Test
    void twoReadersGetALineEachAndNoneIsTornApart() {
        run(() -> {
            Task<@Nullable String> first = reading(new LineReader(lines));
            Task<@Nullable String> second = reading(new LineReader(lines));

            keyboard.type("a".repeat(1_000) + "\n" + "b".repeat(1_000) + "\n");

            assertThat(List.of("" + first.await(), "" + second.await()))
                    .containsExactlyInAnyOrder("a".repeat(1_000), "b".repeat(1_000));
        });
    }

    @Test
    void tooLongALineIsDropped() {
        byte[] input = new byte[(1 << 20) + 3];
        Arrays.fill(input, (byte) 'x');
        input[input.length - 2] = '\n';
        run(() -> {
            var reader = new LineReader(new InputLines(new ByteArrayInputStream(input), UTF_8));

            assertThatExceptionOfType(LimitExceededException.class)
                    .isThrownBy(reader::readLine)
                    .withMessageContaining("longer than 1048576 bytes");
            assertThat(reader.readLine()).isEmpty();
            assertThat(reader.readLine()).isEqualTo("x");
        });
    }
}
