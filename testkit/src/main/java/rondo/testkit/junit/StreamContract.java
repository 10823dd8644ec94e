package rondo.testkit.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rondo.io.BusyStreamException;
import rondo.io.ByteStream;
import rondo.io.IncompleteReadException;
import rondo.io.LimitExceededException;
import rondo.io.StreamClosedException;
import rondo.io.StreamOptions;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// What every connected pair of streams must do, whatever carries it: the conformance kit of the seam
/// [rondo.io.Transport]. A test class extends it, says how two streams are connected, and inherits the tests.
/// It needs AssertJ beside JUnit.
@Timeout(30)
public abstract class StreamContract {
    /// More than any kernel, pipe or TLS layer takes in at once.
    private static final int MUCH = 32 << 20;

    private static final int MOST_TURNS = 2_000; // as a file of as much takes where it is copied piece by piece

    /// Two streams, connected to each other.
    ///
    /// @param left one end
    /// @param right the other
    public record Pair(ByteStream left, ByteStream right) {}

    /// A body that uses a pair.
    @FunctionalInterface
    private interface Body {
        void run(ByteStream left, ByteStream right) throws Exception;
    }

    /// Creates the contract's tests.
    protected StreamContract() {}

    /// Connects two streams on the running loop. The test closes both.
    ///
    /// @param options how both behave
    /// @return the two
    /// @throws Exception if they cannot be connected
    protected abstract Pair connect(StreamOptions options) throws Exception;

    /// {@return whether the other side can tell an abort from an end; true unless overridden}
    protected boolean tellsAbort() {
        return true;
    }

    /// {@return whether a side can read on after it has shut down its output; true unless overridden}
    protected boolean endsOneDirection() {
        return true;
    }

    private void run(Body body) {
        run(StreamOptions.defaults(), body);
    }

    private void run(StreamOptions options, Body body) {
        onLoop(() -> {
            Pair pair = connect(options);
            try (var left = pair.left();
                    var right = pair.right()) {
                body.run(left, right);
            }
        });
    }

    /// Runs a test's program as the main task of a loop: of one of its own unless overridden, by a simulation
    /// say.
    ///
    /// @param program what to run
    protected void onLoop(VoidBody program) {
        try (var runner = new Runner(LoopOptions.defaults())) {
            runner.run(program);
        }
    }

    private static Task<@Nullable Void> task(VoidBody body) {
        return Task.start(VoidBody.awaitable(body));
    }

    /// Lets a task run until it waits.
    private static void settle(Task<?> task) {
        for (int i = 0; i < MOST_TURNS && task.awaiting() == null && !task.done(); i++) {
            Sleep.sleep(Duration.ZERO);
        }
        assertThat(task.awaiting()).as("%s waits", task).isNotNull();
    }

    private static void awaitDone(Task<?> task) throws IOException {
        try {
            task.await();
        } finally {
            assertThat(task.done()).isTrue();
        }
    }

    // --- reading ---------------------------------------------------------------------------------

    @Test
    void whatIsWrittenIsReadInOrderBothWays() {
        run((left, right) -> {
            left.write("ping");
            assertThat(right.readExactly(4)).asString(UTF_8).isEqualTo("ping");

            right.write("po");
            right.write("ng");
            assertThat(left.readExactly(4)).asString(UTF_8).isEqualTo("pong");
        });
    }

    @Test
    void readGivesWhatIsThereAndNotMoreThanFits() {
        run((left, right) -> {
            left.write("abcdef");
            var target = ByteBuffer.allocate(4);

            assertThat(right.read(target)).isEqualTo(4);
            assertThat(target.flip()).isEqualTo(ByteBuffer.wrap("abcd".getBytes(UTF_8)));
            assertThat(right.read(target.clear())).isEqualTo(2);
            assertThat(right.read(ByteBuffer.allocate(0))).isZero();
        });
    }

    @Test
    void readIntoADirectBufferKeepsWhatIsInIt() {
        run((left, right) -> {
            left.write("cd");
            var target = ByteBuffer.allocateDirect(8).put("ab".getBytes(UTF_8));

            assertThat(right.read(target)).isEqualTo(2);

            assertThat(UTF_8.decode(target.flip()).toString()).isEqualTo("abcd");
        });
    }

    @Test
    void readSuspendsUntilSomethingComes() {
        run((left, right) -> {
            var reader = Task.start(() -> right.readSome(10));
            settle(reader);

            left.write("late");

            assertThat(reader.await()).asString(UTF_8).isEqualTo("late");
        });
    }

    @Test
    void chunkIsWhatIsThere() {
        run((left, right) -> {
            var reader = Task.start(() -> text(right.readChunk()));
            settle(reader);
            left.write("chunk");
            assertThat(reader.await()).isEqualTo("chunk");

            left.write("line\nrest");
            assertThat(right.readLine()).isEqualTo("line");
            assertThat(text(right.readChunk())).isEqualTo("rest");

            left.shutdownOutput();
            assertThat(right.readChunk()).isNull();
        });
    }

    @Test
    void readSomeOfNothingIsNothing() {
        run((left, right) -> {
            assertThat(right.readSome(0)).isEmpty();
            assertThat(right.readExactly(0)).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> right.readSome(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> right.readExactly(-1));
        });
    }

    @Test
    void endIsReadAgainAndAgain() {
        run((left, right) -> {
            left.write("end");
            left.shutdownOutput();

            assertThat(right.readAll()).asString(UTF_8).isEqualTo("end");
            assertThat(right.readAll()).isEmpty();
            assertThat(right.readSome(1)).isEmpty();
            assertThat(right.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(right.readLine()).isNull();
        });
    }

    @Test
    void exactReadThatMeetsTheEndTellsWhatThereWas() {
        run((left, right) -> {
            left.write("abc");
            left.shutdownOutput();

            assertThatExceptionOfType(IncompleteReadException.class)
                    .isThrownBy(() -> right.readExactly(5))
                    .withMessageContaining("3 bytes")
                    .satisfies(e -> assertThat(e.partial()).asString(UTF_8).isEqualTo("abc"))
                    .satisfies(e -> assertThat(e.expected()).isEqualTo(5));
            assertThat(right.readAll()).isEmpty();
        });
    }

    @Test
    void exactReadOfMuchGivesAllOfIt() {
        run((left, right) -> {
            byte[] sent = pattern(3 << 20);
            var writer = task(() -> left.write(sent));

            assertThat(right.readExactly(sent.length)).isEqualTo(sent);

            writer.await();
        });
    }

    // --- separators and lines --------------------------------------------------------------------

    @Test
    void readUntilGivesTheSeparatorToo() {
        run((left, right) -> {
            left.write("HEAD / HTTP/1.1\r\n\r\nbody");

            assertThat(right.readUntil("\r\n\r\n")).asString(UTF_8).isEqualTo("HEAD / HTTP/1.1\r\n\r\n");
            assertThat(right.readExactly(4)).asString(UTF_8).isEqualTo("body");
        });
    }

    @Test
    void separatorInTwoPiecesIsFound() {
        run((left, right) -> {
            var reader = Task.start(() -> right.readUntil("\r\n"));
            left.write("line\r");
            settle(reader);

            left.write("\nnext");

            assertThat(reader.await()).asString(UTF_8).isEqualTo("line\r\n");
        });
    }

    @Test
    void separatorThatEndsFirstWins() {
        run((left, right) -> {
            left.write("one;two\nthree;");

            assertThat(right.readUntil("\n", ";")).asString(UTF_8).isEqualTo("one;");
            assertThat(right.readUntil("\n", ";")).asString(UTF_8).isEqualTo("two\n");
            assertThatIllegalArgumentException().isThrownBy(() -> right.readUntil(""));
        });
    }

    @Test
    void readUntilThatMeetsTheEndTellsWhatThereWas() {
        run((left, right) -> {
            left.write("no end");
            left.shutdownOutput();

            assertThatExceptionOfType(IncompleteReadException.class)
                    .isThrownBy(() -> right.readUntil("\n"))
                    .satisfies(e -> assertThat(e.partial()).asString(UTF_8).isEqualTo("no end"))
                    .satisfies(e -> assertThat(e.expected()).isEqualTo(-1));
        });
    }

    @Test
    void separatorBeyondTheLimitLeavesTheBytes() {
        run(StreamOptions.defaults().withLimit(4), (left, right) -> {
            left.write("abcd\nabcdefgh\n");

            assertThat(right.readUntil("\n")).asString(UTF_8).isEqualTo("abcd\n");
            assertThatExceptionOfType(LimitExceededException.class)
                    .isThrownBy(() -> right.readUntil("\n"))
                    .withMessageContaining("the limit is 4")
                    .withMessageContaining("withLimit");
            assertThat(right.readExactly(9)).asString(UTF_8).isEqualTo("abcdefgh\n");
        });
    }

    @Test
    void noSeparatorWithinTheLimitLeavesTheBytes() {
        run(StreamOptions.defaults().withLimit(4), (left, right) -> {
            left.write("abcdefgh");

            assertThatExceptionOfType(LimitExceededException.class)
                    .isThrownBy(() -> right.readUntil("\r\n"))
                    .satisfies(e -> assertThat(e.consumed()).isGreaterThan(4));
            assertThat(right.readExactly(8)).asString(UTF_8).isEqualTo("abcdefgh");
        });
    }

    @Test
    void linesComeWithoutTheirEnds() {
        run((left, right) -> {
            left.write("one\ntwo\r\n\n\u00e4\u20ac\nlast");
            left.shutdownOutput();

            assertThat(right.readLine()).isEqualTo("one");
            assertThat(right.readLine()).isEqualTo("two");
            assertThat(right.readLine()).isEmpty();
            assertThat(right.readLine()).isEqualTo("\u00e4\u20ac");
            assertThat(right.readLine()).isEqualTo("last");
            assertThat(right.readLine()).isNull();
        });
    }

    @Test
    void lineBeyondTheLimitIsDropped() {
        run(StreamOptions.defaults().withLimit(4), (left, right) -> {
            left.write("abcdefgh\nnext\n");

            assertThatExceptionOfType(LimitExceededException.class).isThrownBy(right::readLine);

            assertThat(right.readLine()).isEqualTo("next");
        });
    }

    // --- cancelling ------------------------------------------------------------------------------

    @Test
    void cancelledReadLosesNoByte() {
        run((left, right) -> {
            var reader = Task.start(() -> right.readExactly(6));
            left.write("abc");
            settle(reader);
            reader.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(reader::await);

            left.write("def");

            assertThat(right.readExactly(6)).asString(UTF_8).isEqualTo("abcdef");
        });
    }

    @Test
    void cancelInTheTickInWhichBytesComeLosesNoByte() {
        run((left, right) -> {
            var reader = Task.start(() -> right.readSome(3));
            settle(reader);
            EventLoop.current().callSoon(reader::cancel); // runs when the reader has been woken, before it goes on
            left.write("abc");
            assertThatExceptionOfType(CancelledError.class).isThrownBy(reader::await);

            assertThat(right.readExactly(3)).asString(UTF_8).isEqualTo("abc");
        });
    }

    @Test
    void timeoutEndsARead() {
        run((left, right) -> {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> rondo.task.Timeout.timeout(Duration.ofMillis(1), () -> right.readSome(1)));

            left.write("x");
            assertThat(right.readSome(1)).hasSize(1);
        });
    }

    private static void writeUntilCancelled(ByteStream stream, ByteBuffer source) {
        var writer = task(() -> stream.write(source));
        settle(writer);
        writer.cancel();
        assertThatExceptionOfType(CancelledError.class).isThrownBy(writer::await);
    }

    @Test
    void cancelledWriteTellsHowMuchWasSent() {
        run((left, right) -> {
            var source = ByteBuffer.wrap(pattern(MUCH));
            writeUntilCancelled(left, source);
            int sent = source.position();
            assertThat(sent).isPositive().isLessThan(MUCH);

            var flush = task(() -> left.write(new byte[0])); // what a layer has taken and not yet handed on
            assertThat(right.readExactly(sent)).isEqualTo(Arrays.copyOf(pattern(MUCH), sent));
            flush.await();
        });
    }

    @Test
    void cancelledWriteCanBeContinued() {
        run((left, right) -> {
            var source = ByteBuffer.wrap(pattern(MUCH));
            writeUntilCancelled(left, source);

            var rest = task(() -> left.write(source));

            assertThat(right.readExactly(MUCH)).isEqualTo(pattern(MUCH));
            rest.await();
        });
    }

    // --- back-pressure, order, fairness ----------------------------------------------------------

    @Test
    void writeSuspendsWhileTheOtherSideDoesNotRead() {
        run((left, right) -> {
            byte[] sent = pattern(MUCH);
            var writer = task(() -> left.write(sent));
            settle(writer);

            assertThat(right.readExactly(MUCH)).isEqualTo(sent);

            writer.await();
        });
    }

    @Test
    void directBufferIsWrittenWhole() {
        run((left, right) -> {
            byte[] sent = pattern(1 << 20);
            var source = ByteBuffer.allocateDirect(sent.length).put(sent).flip();
            var writer = task(() -> left.write(source));

            assertThat(right.readExactly(sent.length)).isEqualTo(sent);

            writer.await();
            assertThat(source.hasRemaining()).isFalse();
        });
    }

    @Test
    void bothDirectionsRunAtOnce() {
        run((left, right) -> {
            byte[] sent = pattern(4 << 20);
            var there = task(() -> left.write(sent));
            var back = task(() -> right.write(sent));
            var read = Task.start(() -> left.readExactly(sent.length));

            assertThat(right.readExactly(sent.length)).isEqualTo(sent);

            assertThat(read.await()).isEqualTo(sent);
            there.await();
            back.await();
        });
    }

    @Test
    void readerWhoseBytesAreAlwaysThereGivesWay() { // R20
        run((left, right) -> {
            left.write("x".repeat(1000));
            var ticks = new int[1];
            var other = task(() -> {
                while (true) {
                    Sleep.sleep(Duration.ZERO);
                    ticks[0]++;
                }
            });
            for (int i = 0; i < 1000; i++) {
                right.readExactly(1);
            }
            other.cancel();

            assertThat(ticks[0]).isGreaterThan(10);
        });
    }

    @Test
    void writerWhoseBytesAreAlwaysTakenGivesWay() { // R20
        run((left, right) -> {
            var ticks = new int[1];
            var other = task(() -> {
                while (true) {
                    Sleep.sleep(Duration.ZERO);
                    ticks[0]++;
                }
            });
            for (int i = 0; i < 200; i++) {
                left.write("x");
            }
            other.cancel();

            assertThat(ticks[0]).isGreaterThan(1);
        });
    }

    // --- two tasks at once -----------------------------------------------------------------------

    @Test
    void secondReaderIsRefusedAndTheFirstGoesOn() {
        run((left, right) -> {
            var first = Task.start(() -> right.readSome(1));
            settle(first);
            first.name("first");

            assertThatExceptionOfType(BusyStreamException.class)
                    .isThrownBy(() -> right.readSome(1))
                    .withMessageContaining("task 'first' waits in a read");
            assertThatExceptionOfType(BusyStreamException.class).isThrownBy(right::readLine);
            left.write("x");
            assertThat(first.await()).hasSize(1);
        });
    }

    @Test
    void secondWriterIsRefusedAndTheFirstGoesOn() {
        run((left, right) -> {
            var first = task(() -> left.write(new byte[MUCH]));
            settle(first);

            assertThatExceptionOfType(BusyStreamException.class)
                    .isThrownBy(() -> left.write("x"))
                    .withMessageContaining("waits in a write");
            assertThatExceptionOfType(BusyStreamException.class).isThrownBy(left::shutdownOutput);
            right.readExactly(MUCH);
            first.await();
        });
    }

    // --- the end ---------------------------------------------------------------------------------

    @Test
    void shutdownEndsOneDirectionOnly() {
        run((left, right) -> {
            left.write("question");
            left.shutdownOutput();
            left.shutdownOutput();

            assertThat(right.readAll()).asString(UTF_8).isEqualTo("question");
            if (endsOneDirection()) {
                right.write("answer");
                assertThat(left.readExactly(6)).asString(UTF_8).isEqualTo("answer");
            }
            assertThatExceptionOfType(StreamClosedException.class)
                    .isThrownBy(() -> left.write("more"))
                    .withMessageContaining("was shut down");
        });
    }

    @Test
    void closeDeliversWhatWasWritten() {
        run((left, right) -> {
            left.write("last words");
            left.close();
            left.close();

            assertThat(right.readAll()).asString(UTF_8).isEqualTo("last words");
            assertThat(left.closed()).isTrue();
        });
    }

    @Test
    void closeInTheMiddleOfAWriteDeliversWhatWasSent() {
        run((left, right) -> {
            right.write("nobody reads it");
            var writer = task(() -> left.write(pattern(MUCH)));
            settle(writer);
            var closing = task(left::close);
            Sleep.sleep(Duration.ZERO);

            byte[] read = right.readAll();

            assertThat(read).isNotEmpty().isEqualTo(Arrays.copyOf(pattern(MUCH), read.length));
            closing.await();
            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(() -> awaitDone(writer));
        });
    }

    @Test
    void closedStreamRefusesEverything() {
        run((left, right) -> {
            left.close();

            assertThatExceptionOfType(StreamClosedException.class)
                    .isThrownBy(() -> left.readSome(1))
                    .withMessageContaining("is closed");
            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(left::readChunk);
            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(() -> left.write("x"));
            assertThatExceptionOfType(StreamClosedException.class)
                    .isThrownBy(() -> left.option(StandardSocketOptions.SO_SNDBUF));
        });
    }

    @Test
    void closedStreamKnowsItsAddresses() {
        run((left, right) -> {
            SocketAddress local = left.localAddress();
            SocketAddress remote = left.remoteAddress();

            left.close();

            assertThat(left.localAddress()).isEqualTo(local);
            assertThat(left.remoteAddress()).isEqualTo(remote);
        });
    }

    @Test
    void closeWakesTheReader() {
        run((left, right) -> {
            var reader = Task.start(() -> left.readSome(1));
            settle(reader);

            left.close();

            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(() -> awaitDone(reader));
        });
    }

    @Test
    void abortWakesTheWriter() {
        run((left, right) -> {
            var writer = task(() -> left.write(new byte[MUCH]));
            settle(writer);

            left.abort();

            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(() -> awaitDone(writer));
        });
    }

    @Test
    void abortIsAnErrorForTheOtherSideAndStaysOne() {
        run((left, right) -> {
            var reader = Task.start(() -> right.readSome(1));
            settle(reader);

            left.abort();

            if (!tellsAbort()) {
                assertThat(reader.await()).isEmpty();
                return;
            }
            assertThatIOException().isThrownBy(() -> awaitDone(reader));
            assertThatIOException().isThrownBy(() -> right.readSome(1));
        });
    }

    @Test
    void abortEndsTheOtherSidesWrite() {
        run((left, right) -> {
            var writer = task(() -> left.write(new byte[MUCH]));
            settle(writer);

            right.abort();

            assertThatIOException().isThrownBy(() -> awaitDone(writer));
        });
    }

    @Test
    void writingToAClosedStreamFailsInTheEnd() {
        run((left, right) -> {
            right.close();

            assertThatIOException().isThrownBy(() -> {
                while (true) {
                    left.write(new byte[1 << 16]);
                }
            });
        });
    }

    // --- views and files -------------------------------------------------------------------------

    @Test
    void viewsSuspendTheTask() {
        run((left, right) -> {
            var reader =
                    Task.start(() -> new BufferedReader(new InputStreamReader(right.inputStream(), UTF_8)).readLine());
            settle(reader);
            left.outputStream().write("through views\n".getBytes(UTF_8));
            assertThat(reader.await()).isEqualTo("through views");

            left.outputStream().write('x');
            assertThat(right.inputStream().read()).isEqualTo('x');
            assertThat(left.channel().write(ByteBuffer.wrap(new byte[] {1, 2}))).isEqualTo(2);
            assertThat(right.channel().read(ByteBuffer.allocate(8))).isPositive();
            left.shutdownOutput();
            right.readAll();
            assertThat(right.inputStream().read()).isEqualTo(-1);
            right.channel().close();
            assertThat(right.closed()).isTrue();
            assertThat(right.channel().isOpen()).isFalse();
        });
    }

    @Test
    void librariesThatBlockRunOverTheViews() {
        byte[] content = pattern(1 << 20);
        run((left, right) -> {
            var writer = task(() -> {
                new DataOutputStream(left.outputStream()).writeUTF("packed");
                var packed = new GZIPOutputStream(Channels.newOutputStream(left.channel()));
                packed.write(content);
                packed.finish();
                left.shutdownOutput();
            });

            assertThat(new DataInputStream(right.inputStream()).readUTF()).isEqualTo("packed");
            assertThat(new GZIPInputStream(right.inputStream()).readAllBytes()).isEqualTo(content);

            writer.await();
        });
    }

    @Test
    void fileIsSentWhole(@TempDir Path folder) throws IOException {
        byte[] content = pattern(5 << 20);
        Path path = Files.write(folder.resolve("file"), content);
        run((left, right) -> {
            try (var file = FileChannel.open(path)) {
                var sender = Task.start(() -> left.sendFile(file, 100, Long.MAX_VALUE));

                assertThat(right.readExactly(content.length - 100))
                        .isEqualTo(Arrays.copyOfRange(content, 100, content.length));

                assertThat(sender.await()).isEqualTo(content.length - 100);
                assertThat(left.sendFile(file, content.length, 1)).isZero();
                assertThat(file.position()).isZero();
                assertThatIllegalArgumentException().isThrownBy(() -> left.sendFile(file, -1, 1));
            }
        });
    }

    @Test
    void fileThatGrowsMeanwhileIsSentAsItWas(@TempDir Path folder) throws IOException {
        byte[] content = pattern(MUCH);
        Path path = Files.write(folder.resolve("file"), content);
        run((left, right) -> {
            try (var file = FileChannel.open(path)) {
                var sender = Task.start(() -> left.sendFile(file, 0, Long.MAX_VALUE));
                settle(sender);
                Files.write(path, new byte[100], StandardOpenOption.APPEND);

                assertThat(right.readExactly(MUCH)).isEqualTo(content);

                assertThat(sender.await()).isEqualTo(MUCH);
            }
        });
    }

    @Test
    void fileThatGetsShorterMeanwhileIsAnError(@TempDir Path folder) throws IOException {
        Path path = Files.write(folder.resolve("file"), pattern(MUCH));
        run((left, right) -> {
            try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                var sender = task(() -> left.sendFile(file, 0, MUCH));
                settle(sender);
                file.truncate(0);
                var reader = Task.start(right::readAll);

                assertThatExceptionOfType(EOFException.class)
                        .isThrownBy(() -> awaitDone(sender))
                        .withMessageContaining("has become shorter");

                left.shutdownOutput();
                byte[] read = reader.await();
                assertThat(read).isNotEmpty().isEqualTo(Arrays.copyOf(pattern(MUCH), read.length));
            }
        });
    }

    private static String text(@Nullable ByteBuffer chunk) {
        return chunk == null ? "the end" : UTF_8.decode(chunk).toString();
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 12));
        }
        return bytes;
    }
}
