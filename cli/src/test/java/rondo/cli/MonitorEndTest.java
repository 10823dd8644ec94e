package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rondo.observe.MonitorFolder;

/// What a program's monitor leaves behind: nothing, however short the program lasts.
final class MonitorEndTest {
    @TempDir
    private Path folder;

    private static List<Path> sockets(long pid) {
        return MonitorFolder.candidates().stream()
                .map(each -> each.resolve(MonitorFolder.socketName(pid)))
                .filter(Files::exists)
                .toList();
    }

    @Test
    void socketIsGoneWhenAProgramHasEnded() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, """
                import static rondo.Rondo.*;

                import java.nio.file.Files;
                import java.time.Duration;
                import rondo.observe.MonitorFolder;

                boolean monitored() {
                    String socket = MonitorFolder.socketName(ProcessHandle.current().pid());
                    return MonitorFolder.candidates().stream().anyMatch(each -> Files.exists(each.resolve(socket)));
                }

                void main() {
                    run(() -> {
                        while (!monitored()) {
                            sleep(Duration.ofMillis(1));
                        }
                    });
                }
                """);

        var ended = program.end();

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(sockets(program.process().pid())).isEmpty();
    }

    @Test
    void monitorThatBeginsWhileTheProgramEndsGivesUp() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, """
                void main() {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        new rondo.observe.SocketMonitor().watch();
                        IO.println("gave up");
                    }));
                }
                """);

        var ended = program.end();

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("gave up");
        assertThat(ended.status()).isZero();
        assertThat(sockets(program.process().pid())).isEmpty();
    }
}
