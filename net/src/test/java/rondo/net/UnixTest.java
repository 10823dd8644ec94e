package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.net.OnLoop.run;

import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Unix sockets, and their files.
@Timeout(30)
final class UnixTest {
    @TempDir
    private Path folder;

    private Path socket() {
        return folder.resolve("s");
    }

    @Test
    void connectionOverASocketFile() {
        run(() -> {
            try (var server = Unix.serve(socket(), stream -> stream.write(stream.readLine() + "!"));
                    var client = Unix.connect(socket())) {
                client.write("hello\n");

                assertThat(client.readAll()).asString(UTF_8).isEqualTo("hello!");
                assertThat(server.addresses()).containsExactly(UnixDomainSocketAddress.of(socket()));
                assertThatIllegalStateException().isThrownBy(server::port).withMessageContaining("no port");
            }
        });
    }

    @Test
    void fileGoesWithTheServer() {
        run(() -> {
            try (var server = Unix.serve(socket(), stream -> {})) {
                assertThat(server.closed()).isFalse();
                assertThat(socket()).exists();
            }

            assertThat(socket()).doesNotExist();
        });
    }

    @Test
    void socketThatAnEarlierServerLeftIsReplaced() throws Exception {
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();

        run(() -> {
            try (var server = Unix.serve(socket(), stream -> stream.write("new"));
                    var client = Unix.connect(socket())) {
                assertThat(client.readAll()).asString(UTF_8).isEqualTo("new");
                assertThat(server.connections()).isLessThanOrEqualTo(1);
            }
        });
    }

    @Test
    void anyOtherFileIsNot() throws Exception {
        Files.writeString(socket(), "precious");

        run(() -> assertThatIOException()
                .isThrownBy(() -> Unix.serve(socket(), stream -> {}))
                .withMessageContaining("cannot listen on " + socket()));

        assertThat(socket()).hasContent("precious");
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "there is no program named mkfifo")
    void norIsANamedPipe() {
        run(() -> {
            try (var making = Subprocess.exec("mkfifo", socket().toString())) {
                assertThat(making.awaitExit()).isZero();
            }

            assertThatIOException()
                    .isThrownBy(() -> Unix.serve(socket(), stream -> {}))
                    .withMessageContaining("at which nothing is but a socket");

            assertThat(Files.readAttributes(socket(), BasicFileAttributes.class).isOther())
                    .isTrue();
        });
    }

    @Test
    void serverThatWasReplacedLeavesItsSuccessorsFile() {
        run(() -> {
            var older = Unix.serve(socket(), stream -> stream.write("older"));
            try (var _ = Unix.serve(socket(), stream -> stream.write("newer"))) {
                older.close();

                try (var client = Unix.connect(socket())) {
                    assertThat(client.readAll()).asString(UTF_8).isEqualTo("newer");
                }
            }
            assertThat(socket()).doesNotExist();
        });
    }

    @Test
    void nobodyThereIsTold() {
        run(() -> assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Unix.connect(socket()))
                .withMessageContaining("cannot connect to " + socket()));
    }
}
