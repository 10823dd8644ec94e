package rondo.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.io.Pipe;

/// Scenarios of streams of bytes, by pipes in memory: what is read is the beginning of what was written, and
/// both ends are closed in the end, whatever happens.
final class StreamScenarios {
    private static final int LARGE = 70_000; // more than a pipe holds
    private static final Path FILE = large();

    private StreamScenarios() {}

    static Map<String, Function<Variant, Scenario<?>>> all() {
        return Map.ofEntries(
                Map.entry("ByteStream, read", v -> reading(v, StreamScenarios::read)),
                Map.entry("ByteStream, readChunk", v -> reading(v, StreamScenarios::readChunks)),
                Map.entry("ByteStream, readSome", v -> reading(v, StreamScenarios::readSome)),
                Map.entry(
                        "ByteStream, readAll",
                        v -> reading(v, wire -> wire.took(wire.near().readAll()))),
                Map.entry("ByteStream, readExactly", v -> reading(v, StreamScenarios::readExactly)),
                Map.entry("ByteStream, readUntil", v -> reading(v, StreamScenarios::readUntil)),
                Map.entry("ByteStream, readLine", v -> reading(v, StreamScenarios::readLines)),
                Map.entry("ByteStream, views", v -> reading(v, StreamScenarios::readThroughViews)),
                Map.entry("ByteStream, write", v -> writing(v, StreamScenarios::writeMuch)),
                Map.entry("ByteStream, shutdownOutput", v -> writing(v, StreamScenarios::writeAndShutDown)),
                Map.entry("ByteStream, sendFile", v -> writing(v, StreamScenarios::sendFile)),
                Map.entry("Pipe, both ways", StreamScenarios::bothWays));
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

    /// A pipe, what one side has written, and what the other has read.
    private record Wire(Pipe pipe, ByteArrayOutputStream written, ByteArrayOutputStream taken) {
        Wire() {
            this(Pipe.open(), new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }

        ByteStream near() {
            return pipe.left();
        }

        ByteStream far() {
            return pipe.right();
        }

        void took(byte[] bytes) {
            taken.writeBytes(bytes);
        }

        /// What was read was written, in this order.
        void check() {
            assertThat(pipe.left().closed()).isTrue();
            assertThat(pipe.right().closed()).isTrue();
            byte[] sent = written.toByteArray();
            byte[] read = taken.toByteArray();
            assertThat(read.length).isLessThanOrEqualTo(sent.length);
            assertThat(Arrays.mismatch(read, 0, read.length, sent, 0, read.length))
                    .isNegative();
        }
    }

    // --- reading ---------------------------------------------------------------------------------

    /// Somebody writes a line after the other, and the subject reads them.
    private static Scenario<Ground<Wire>> reading(Variant v, Scenario.Part<Wire> read) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Wire());
                    return ground.with(1, () -> writeLines(ground.primitive, v));
                },
                ground -> {
                    try (var _ = ground.primitive.near()) {
                        read.run(ground.primitive);
                    }
                },
                StreamScenarios::check);
    }

    private static void check(Ground<Wire> ground) {
        ground.check(0);
        ground.primitive.check();
    }

    private static void writeLines(Wire wire, Variant v) throws IOException {
        try (var far = wire.far()) {
            for (int i = 0; i < v.companions(); i++) {
                byte[] line = ("line " + i + "\n").getBytes(US_ASCII);
                v.work();
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
    private static Scenario<Ground<Wire>> writing(Variant v, Scenario.Part<Wire> write) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Wire());
                    return ground.with(1, () -> readAll(ground.primitive, v));
                },
                ground -> {
                    try (var _ = ground.primitive.near()) {
                        write.run(ground.primitive);
                    }
                },
                StreamScenarios::check);
    }

    private static void readAll(Wire wire, Variant v) throws IOException {
        try (var far = wire.far()) {
            byte[] some;
            do {
                v.work();
                some = far.readSome(LARGE / (v.companions() + 1));
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
    private static Scenario<Ground<Wire>> bothWays(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Wire());
                    ground.with(1, () -> {
                        try (var far = ground.primitive.far()) {
                            for (int i = 0; i < v.companions(); i++) {
                                v.work();
                                far.write(new byte[LARGE]);
                            }
                            far.readAll();
                        } catch (IOException e) {
                            // the subject has closed its end
                        }
                    });
                    return ground;
                },
                ground -> {
                    try (var near = ground.primitive.near()) {
                        Rondo.gather(
                                () -> {
                                    near.write(new byte[LARGE]);
                                    near.shutdownOutput();
                                },
                                () -> {
                                    assertThat(near.readAll()).hasSize(v.companions() * LARGE);
                                });
                    }
                },
                StreamScenarios::check);
    }
}
