package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rondo.task.CancelledError;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Files, on helper threads.
@Timeout(60)
final class FileIoTest {
    @TempDir
    private Path folder;

    private static void run(VoidBody body) {
        try (var runner = new Runner()) {
            runner.run(body);
        }
    }

    @Test
    void writesAndReadsWholeFiles() {
        run(() -> {
            Path file = folder.resolve("file");

            FileIo.writeString(file, "one\n");
            FileIo.writeString(file, "zwölf\n", StandardOpenOption.APPEND);

            assertThat(FileIo.readString(file)).isEqualTo("one\nzwölf\n");
            assertThat(FileIo.readAllLines(file)).containsExactly("one", "zwölf");
            assertThat(FileIo.size(file)).isEqualTo(11);
            FileIo.write(file, new byte[] {1, 2});
            assertThat(FileIo.readAllBytes(file)).containsExactly(1, 2);
        });
    }

    @Test
    void copiesMovesAndRemoves() {
        run(() -> {
            Path a = FileIo.createTempFile("rondo", ".a");
            Path b = folder.resolve("b");
            Path c = folder.resolve("c");
            FileIo.writeString(a, "text");

            FileIo.copy(a, b);
            FileIo.move(a, c, StandardCopyOption.REPLACE_EXISTING);

            assertThat(FileIo.list(folder)).containsExactly(b, c);
            assertThat(FileIo.exists(a)).isFalse();
            FileIo.delete(b);
            assertThat(FileIo.deleteIfExists(b)).isFalse();
            assertThat(FileIo.deleteIfExists(c)).isTrue();
        });
    }

    @Test
    void listsTrees() {
        run(() -> {
            Path root = FileIo.createTempDirectory("rondo");
            Path below = root.resolve("x").resolve("y");

            FileIo.createDirectories(below);

            assertThat(FileIo.walk(root)).isEqualTo(List.of(root, root.resolve("x"), below));
            assertThat(FileIo.isDirectory(below)).isTrue();
            assertThat(FileIo.attributes(below).isDirectory()).isTrue();
            for (Path path : FileIo.walk(root).reversed()) {
                FileIo.delete(path);
            }
        });
    }

    @Test
    void errorIsTheOneOfFiles() {
        run(() -> assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> FileIo.readString(folder.resolve("nothing")))
                .withMessageContaining("nothing"));
    }

    @Test
    void cancelEndsTheWaitAndLetsTheWorkEnd() {
        run(() -> {
            Path file = folder.resolve("file");
            Task<?> writing = Task.start(VoidBody.awaitable(() -> FileIo.write(file, new byte[1 << 20])));
            rondo.task.Sleep.sleep(java.time.Duration.ZERO);

            writing.cancel();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(writing::await);
            FileIo.write(file, new byte[1]);
        });
    }
}
