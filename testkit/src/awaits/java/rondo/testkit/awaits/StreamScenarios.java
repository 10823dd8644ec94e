package rondo.testkit.awaits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.testkit.Scenario;

/// Scenarios of streams of bytes: what is read is the beginning of what was written, and both ends are closed in
/// the end, whatever happens.
public final class StreamScenarios {
    private static final int LARGE = 70_000; // more than a pipe holds
    private static final Path FILE = large();

    private final Connecting connecting;
    private final int pieces;
    private final Duration pace;

    /// How two ends are made.
    @FunctionalInterface
    public interface Connecting {
        /// Makes them, on a loop.
        Ends connect() throws Exception;
    }

    /// Two ends of one connection.
    public record Ends(ByteStream near, ByteStream far) {}

    private StreamScenarios(Connecting connecting, int pieces, Duration pace) {
        this.connecting = connecting;
        this.pieces = pieces;
        this.pace = pace;
    }

    /// {@return the scenarios by name}
    ///
    /// @param connecting how a scenario comes by its streams, anew for each run
    /// @param pieces in how many pieces the other side writes and reads
    /// @param pace how long it takes for each
    public static Map<String, Scenario<?>> all(Connecting connecting, int pieces, Duration pace) {
        return new StreamScenarios(connecting, pieces, pace).all();
    }

    private Map<String, Scenario<?>> all() {
        return Map.ofEntries(
                Map.entry("ByteStream, read", reading(StreamScenarios::read)),
                Map.entry("ByteStream, readChunk", reading(StreamScenarios::readChunks)),
                Map.entry("ByteStream, readSome", reading(StreamScenarios::readSome)),
                Map.entry(
                        "ByteStream, readAll",
                        reading(wire -> wire.took(wire.near().readAll()))),
                Map.entry("ByteStream, readExactly", reading(StreamScenarios::readExactly)),
                Map.entry("ByteStream, readUntil", reading(StreamScenarios::readUntil)),
                Map.entry("ByteStream, readLine", reading(StreamScenarios::readLines)),
                Map.entry("ByteStream, views", reading(StreamScenarios::readThroughViews)),
                Map.entry("ByteStream, write", writing(StreamScenarios::writeMuch)),
                Map.entry("ByteStream, shutdownOutput", writing(StreamScenarios::writeAndShutDown)),
                Map.entry("ByteStream, sendFile", writing(StreamScenarios::sendFile)),
                Map.entry("ByteStream, both ways", bothWays()));
    }

    private static Path large() {
        try {
            Path file = Files.createTempFile("rondo", ".bytes");
            file.toFile().deleteOnExit();
            return Files.write(file, new byte[LARGE]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Two ends, what one side has written, and what the other has read.
    private record Wire(ByteStream near, ByteStream far, ByteArrayOutputStream written, ByteArrayOutputStream taken) {
        Wire(Ends ends) {
            this(ends.near, ends.far, new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }

        void took(byte[] bytes) {
            taken.writeBytes(bytes);
        }

        /// What was read was written, in this order.
        void check() {
            assertThat(near.closed()).isTrue();
            assertThat(far.closed()).isTrue();
            byte[] sent = written.toByteArray();
            byte[] read = taken.toByteArray();
            assertThat(read.length).isLessThanOrEqualTo(sent.length);
            assertThat(Arrays.mismatch(read, 0, read.length, sent, 0, read.length))
                    .isNegative();
        }
    }

    // --- reading ---------------------------------------------------------------------------------

    /// Somebody writes a line after the other, and the subject reads them.
    private Scenario<Wire> reading(Scenario.Part<Wire> read) {
        return scenario(this::writeLines, read);
    }

    private Scenario<Wire> scenario(Scenario.Part<Wire> other, Scenario.Part<Wire> subject) {
        return new Scenario<>(
                () -> {
                    var wire = new Wire(connecting.connect());
                    Rondo.createTask("the other side", () -> other.run(wire));
                    return wire;
                },
                wire -> {
                    try (var _ = wire.near()) {
                        subject.run(wire);
                    }
                },
                Wire::check);
    }

    private void writeLines(Wire wire) throws IOException {
        try (var far = wire.far()) {
            for (int i = 0; i < pieces; i++) {
                byte[] line = ("line " + i + "\n").getBytes(US_ASCII);
                Rondo.sleep(pace);
                wire.written().writeBytes(line);
                far.write(line);
            }
            far.shutdownOutput();
        } catch (IOException e) {
            // the subject has closed its end
        }
    }

    private static void read(Wire wire) throws IOException {
        ByteBuffer room = ByteBuffer.allocate(4);
        while (wire.near().read(room) >= 0) {
            wire.taken().write(room.array(), 0, room.position());
            room.clear();
        }
    }

    private static void readChunks(Wire wire) throws IOException {
        for (ByteBuffer chunk = wire.near().readChunk();
                chunk != null;
                chunk = wire.near().readChunk()) {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            wire.took(bytes);
        }
    }

    private static void readSome(Wire wire) throws IOException {
        for (byte[] some = wire.near().readSome(5);
                some.length > 0;
                some = wire.near().readSome(5)) {
            wire.took(some);
        }
    }

    private static void readExactly(Wire wire) throws IOException {
        wire.took(wire.near().readExactly(3));
        wire.took(wire.near().readExactly(4));
    }

    private static void readUntil(Wire wire) throws IOException {
        wire.took(wire.near().readUntil("i", "\n"));
        wire.took(wire.near().readUntil("\n".getBytes(US_ASCII)));
    }

    private static void readLines(Wire wire) throws IOException {
        for (String line = wire.near().readLine();
                line != null;
                line = wire.near().readLine()) {
            wire.took((line + "\n").getBytes(US_ASCII));
        }
    }

    private static void readThroughViews(Wire wire) throws IOException {
        wire.taken().write(wire.near().inputStream().read());
        ByteBuffer room = ByteBuffer.allocate(100);
        while (wire.near().channel().read(room) >= 0) {
            wire.taken().write(room.array(), 0, room.position());
            room.clear();
        }
    }

    // --- writing ---------------------------------------------------------------------------------

    /// The subject writes, and somebody reads a bit now and then.
    private Scenario<Wire> writing(Scenario.Part<Wire> write) {
        return scenario(this::readAll, write);
    }

    private void readAll(Wire wire) throws IOException {
        try (var far = wire.far()) {
            byte[] some;
            do {
                Rondo.sleep(pace);
                some = far.readSome(LARGE / (pieces + 1));
                wire.took(some);
            } while (some.length > 0);
        }
    }

    private static void writeMuch(Wire wire) throws IOException {
        byte[] much = "x".repeat(LARGE).getBytes(US_ASCII);
        wire.written().writeBytes(much);
        wire.near().write(much);
    }

    private static void writeAndShutDown(Wire wire) throws IOException {
        writeMuch(wire);
        wire.near().shutdownOutput();
        assertThat(wire.near().readSome(1)).isEmpty();
    }

    private static void sendFile(Wire wire) throws IOException {
        try (FileChannel file = FileChannel.open(FILE)) {
            wire.written().writeBytes(new byte[LARGE]);
            assertThat(wire.near().sendFile(file, 0, LARGE)).isEqualTo(LARGE);
        }
    }

    /// Two that write much to each other, and read at the same time.
    private Scenario<Wire> bothWays() {
        return scenario(this::writeThenRead, wire -> {
            var near = wire.near();
            Rondo.gather(
                    () -> {
                        near.write(new byte[LARGE]);
                        near.shutdownOutput();
                    },
                    () -> {
                        assertThat(near.readAll()).hasSize(pieces * LARGE);
                    });
        });
    }

    private void writeThenRead(Wire wire) {
        try (var far = wire.far()) {
            for (int i = 0; i < pieces; i++) {
                Rondo.sleep(pace);
                far.write(new byte[LARGE]);
            }
            far.readAll();
        } catch (IOException e) {
            // the subject has closed its end
        }
    }
}
