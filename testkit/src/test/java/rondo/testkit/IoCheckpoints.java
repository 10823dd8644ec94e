package rondo.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static rondo.testkit.Checkpoint.checkpoint;
import static rondo.testkit.Checkpoint.when;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.io.FileIo;
import rondo.io.FlowReader;
import rondo.io.Pipe;
import rondo.io.Threads;
import rondo.io.Transport;
import rondo.io.TurnLimit;
import rondo.loop.EventLoop;

/// Where streams, and what comes from other threads, are checkpoints.
final class IoCheckpoints {
    private static final byte[] LINE = "a line\n".getBytes(US_ASCII);
    private static final int LARGE = 200_000; // more than a pipe holds
    private static final Path FOLDER = Path.of("target", "checkpoints");

    private IoCheckpoints() {}

    static List<Checkpoint> all() {
        return List.of(
                reading("read", stream -> stream.read(ByteBuffer.allocate(8))),
                reading("readChunk", ByteStream::readChunk),
                reading("readSome", stream -> stream.readSome(8)),
                reading("readExactly", stream -> stream.readExactly(LINE.length)),
                reading("readUntil", stream -> stream.readUntil("\n")),
                reading("readLine", ByteStream::readLine),
                checkpoint(
                        "rondo.io.ByteStream.readAll",
                        when("its end has not come", Ends::new, ends -> ends.near.readAll(), Ends::end, Ends::toString),
                        when("its end has come", () -> new Ends().say().end(), ends -> ends.near.readAll())),
                checkpoint(
                        "rondo.io.ByteStream.write",
                        when(
                                "there is no room",
                                () -> new Ends().fill(),
                                ends -> ends.near.write(LINE),
                                Ends::drain,
                                Ends::toString),
                        when("there is room", Ends::new, ends -> ends.near.write(LINE))),
                checkpoint(
                        "rondo.io.ByteStream.sendFile",
                        when("always", () -> new Ends().fill(), IoCheckpoints::sendFile, Ends::drain, Ends::toString),
                        null),
                checkpoint(
                        "rondo.io.Transport.awaitReadable",
                        when(
                                "nothing is there",
                                Below::new,
                                below -> below.near.awaitReadable(),
                                Below::say,
                                Below::toString),
                        when("something is there", () -> new Below().say(), below -> below.near.awaitReadable())),
                checkpoint(
                        "rondo.io.Transport.awaitWritable",
                        when(
                                "there is no room",
                                () -> new Below().fill(),
                                below -> below.near.awaitWritable(),
                                Below::drain,
                                Below::toString),
                        when("there is room", Below::new, below -> below.near.awaitWritable())),
                checkpoint(
                        "rondo.io.TurnLimit.giveWay",
                        when("always", TurnLimit::new, TurnLimit::giveWay, any -> {}, any -> ""),
                        null),
                flow("next", FlowReader::next),
                flow("hasNext", items -> assertThat(items.hasNext()).isTrue()),
                onThread(List.of("rondo.io.Threads.toThread"), any -> Threads.toThread(() -> {})),
                onThread(List.of("rondo.Rondo.toThread"), any -> Rondo.toThread(() -> {})),
                file("attributes", FileIo::attributes),
                file("copy", file -> FileIo.copy(file, file.resolveSibling("copy"), REPLACE_EXISTING)),
                file("createDirectories", file -> FileIo.createDirectories(FOLDER)),
                file("createTempDirectory", file -> FileIo.delete(FileIo.createTempDirectory("rondo"))),
                file("createTempFile", file -> FileIo.delete(FileIo.createTempFile("rondo", ".test"))),
                file("delete", FileIo::delete),
                file("deleteIfExists", FileIo::deleteIfExists),
                file("exists", FileIo::exists),
                file("isDirectory", FileIo::isDirectory),
                file("list", file -> FileIo.list(FOLDER)),
                file("move", file -> FileIo.move(file, file.resolveSibling("moved"), REPLACE_EXISTING)),
                file("readAllBytes", FileIo::readAllBytes),
                file("readAllLines", FileIo::readAllLines),
                file("readString", FileIo::readString),
                file("size", FileIo::size),
                file("walk", file -> FileIo.walk(FOLDER)),
                file("write", file -> FileIo.write(file, LINE)),
                file("writeString", file -> FileIo.writeString(file, "a line")));
    }

    // --- streams ---------------------------------------------------------------------------------

    /// A pipe, whose far end somebody else has.
    private static final class Ends {
        final ByteStream near;
        final ByteStream far;

        Ends() {
            Pipe pipe = Pipe.open();
            near = pipe.left();
            far = pipe.right();
        }

        Ends say() throws IOException {
            far.write(LINE);
            return this;
        }

        Ends end() throws IOException {
            far.shutdownOutput();
            return this;
        }

        Ends fill() {
            var filling = Rondo.createTask(() -> near.write(new byte[LARGE]));
            Rondo.sleep(Duration.ofSeconds(1));
            filling.cancel();
            Rondo.gatherOutcomes(List.of(filling));
            return this;
        }

        void drain() throws IOException {
            far.readSome(LARGE);
        }

        @Override
        public String toString() {
            return near.toString();
        }
    }

    private static Checkpoint reading(String method, Scenario.Part<ByteStream> call) {
        return checkpoint(
                "rondo.io.ByteStream." + method,
                when("nothing has come", Ends::new, ends -> call.run(ends.near), Ends::say, Ends::toString),
                when("enough has come", () -> new Ends().say(), ends -> call.run(ends.near)));
    }

    private static void sendFile(Ends ends) throws IOException {
        Path file = file();
        try (FileChannel channel = FileChannel.open(file)) {
            ends.near.sendFile(channel, 0, LINE.length);
        }
    }

    /// What is below two streams.
    private static final class Below {
        final Transport near;
        final Transport far;

        Below() throws IOException {
            Pipe pipe = Pipe.open();
            near = pipe.left().detach();
            far = pipe.right().detach();
        }

        Below say() throws IOException {
            far.write(ByteBuffer.wrap(LINE));
            return this;
        }

        Below fill() throws IOException {
            near.write(ByteBuffer.allocate(LARGE));
            return this;
        }

        void drain() throws IOException {
            far.read(ByteBuffer.allocate(LARGE));
        }

        @Override
        public String toString() {
            return near.toString();
        }
    }

    private static Checkpoint flow(String method, Scenario.Part<FlowReader<Integer>> call) {
        return checkpoint(
                "rondo.io.FlowReader." + method,
                when(
                        "no item has come",
                        IoCheckpoints::published,
                        items -> call.run(items.reader),
                        items -> items.publisher.submit(1),
                        items -> items.publisher.hasSubscribers()),
                when("an item was seen there", IoCheckpoints::submitted, items -> call.run(items.reader)));
    }

    private record Items(SubmissionPublisher<Integer> publisher, FlowReader<Integer> reader) {
        @Override
        public String toString() {
            return "subscribed: " + publisher.hasSubscribers();
        }
    }

    private static Items published() {
        EventLoop loop = EventLoop.current();
        var publisher = new SubmissionPublisher<Integer>(loop::callSoon, 16);
        return new Items(publisher, FlowReader.of(publisher));
    }

    private static Items submitted() {
        Items items = published();
        items.publisher.submit(1);
        assertThat(items.reader.hasNext()).isTrue();
        return items;
    }

    // --- threads ---------------------------------------------------------------------------------

    /// As in asyncio the job is handed over first: in a task that was cancelled before it may have begun.
    private static Checkpoint onThread(List<String> methods, Scenario.Part<Path> call) {
        return new Checkpoint(methods, when("always", IoCheckpoints::file, call, any -> {}, any -> ""), null);
    }

    private static Checkpoint file(String method, Scenario.Part<Path> call) {
        return onThread(List.of("rondo.io.FileIo." + method), call);
    }

    private static Path file() throws IOException {
        return Files.write(Files.createDirectories(FOLDER).resolve("file"), LINE);
    }
}
