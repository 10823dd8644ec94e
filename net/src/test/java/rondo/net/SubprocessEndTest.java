package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import rondo.task.CancelledError;
import rondo.task.Task;

/// Whatever ends the wait for a process leaves nothing behind: no process, no descriptor, no thread.
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists a process's descriptors in /proc")
final class SubprocessEndTest {
    private static final SubprocessOptions PIPED = SubprocessOptions.piped();
    private static final int SPAWNS = Integer.getInteger("rondo.spawns", 200); // proofs/run sets 10,000
    private static final int AT_ONCE = 8;

    private static Set<ProcessHandle> children() {
        return Set.copyOf(ProcessHandle.current().children().toList());
    }

    private static int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.filter(path -> target(path).startsWith("pipe:")).count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static long pipeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("rondo-(read|write)-std.*"))
                .count();
    }

    /// A child of ours, dead or alive: also one that nobody has taken off the system's list yet.
    private static List<String> childrenOfThisProcess() throws IOException {
        var found = new ArrayList<String>();
        String parent = " " + ProcessHandle.current().pid() + " ";
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path each : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    String stat = Files.readString(each.resolve("stat"));
                    if (stat.substring(stat.lastIndexOf(')')).startsWith(parent, 3)) {
                        found.add(stat);
                    }
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        }
        return found;
    }

    @Test
    void manySpawnsLeaveNoZombieAndNoDescriptor() throws IOException {
        int before = descriptors();
        run(() -> {
            var runners = new ArrayList<Task<?>>();
            for (int i = 0; i < AT_ONCE; i++) {
                runners.add(task(() -> {
                    for (int n = 0; n < SPAWNS / AT_ONCE; n++) {
                        try (var process = Subprocess.exec(PIPED, "cat")) {
                            assertThat(process.communicate(new byte[] {'x'}).text())
                                    .isEqualTo("x");
                        }
                    }
                }));
            }
            runners.forEach(Task::await);

            until(() -> pipeThreads() == 0);
        });

        assertThat(childrenOfThisProcess()).isEmpty();
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void cancelledCommunicateLeavesNoProcessAndNoThread() throws IOException {
        int before = descriptors();
        run(() -> {
            try (var process = Subprocess.shell(PIPED, "sleep 1000 | cat; sleep 1000")) {
                var talk = task(() -> process.communicate(new byte[1 << 20]));
                until(() -> pipeThreads() == 3 && grandchildren() == 2);

                talk.cancel();

                assertThatExceptionOfType(CancelledError.class).isThrownBy(talk::await);
                assertThat(process.exitCode()).isEqualTo(128 + 9);
            }
            until(() -> pipeThreads() == 0 && grandchildren() == 0);
        });

        assertThat(childrenOfThisProcess()).isEmpty();
        assertThat(descriptors()).isEqualTo(before);
    }

    private static long grandchildren() {
        return ProcessHandle.current()
                .descendants()
                .filter(each -> each.info().command().orElse("").matches(".*/(sleep|cat|busybox|coreutils)"))
                .count();
    }

    @Test
    void startThatIsCancelledLeavesNoProcess() throws IOException {
        int before = descriptors();
        run(() -> {
            for (int steps = 0; steps < 6; steps++) {
                var starting =
                        task(() -> Subprocess.exec(PIPED, "sleep", "1000").awaitExit());
                for (int i = 0; i < steps; i++) {
                    rondo.task.Sleep.sleep(java.time.Duration.ZERO);
                }
                starting.cancel();
                assertThatExceptionOfType(CancelledError.class).isThrownBy(starting::await);
            }
        });

        awaitNone();
        assertThat(descriptors()).isEqualTo(before);
    }

    /// A killed process is a zombie until the JDK's thread has seen it.
    private static void awaitNone() throws IOException {
        while (!childrenOfThisProcess().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void endOfTheRunKillsWhatStillRuns() throws IOException {
        run(() -> {
            var process = Subprocess.exec(PIPED, "sleep", "1000");
            assertThat(children()).extracting(ProcessHandle::pid).contains(process.pid());
        });

        assertThat(childrenOfThisProcess()).isEmpty();
    }

    @Test
    void writeToAProcessThatDoesNotReadSuspendsUntilItIsClosed() throws IOException {
        int before = descriptors();
        run(() -> {
            var process = Subprocess.exec(PIPED, "sleep", "1000");
            var writing = task(() -> process.stdin().write(new byte[10 << 20]));
            until(() -> pipeThreads() == 1);

            process.close();

            assertThatExceptionOfType(IOException.class).isThrownBy(() -> writing.await(IOException.class));
            until(() -> pipeThreads() == 0);
        });

        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void cancelledReadLosesNothing() {
        run(() -> {
            try (var process = Subprocess.exec(PIPED, "cat")) {
                var reading = task(() -> process.stdout().readLine());
                until(() -> pipeThreads() == 1);
                reading.cancel();
                assertThatExceptionOfType(CancelledError.class).isThrownBy(reading::await);

                process.stdin().write("a line\n");

                assertThat(process.stdout().readLine()).isEqualTo("a line");
            }
        });
    }
}
