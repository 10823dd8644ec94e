package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static rondo.net.OnLoop.run;

import java.io.File;
import java.io.FileNotFoundException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import rondo.io.StreamClosedException;
import rondo.io.StreamOptions;

/// Processes: how they are started, what goes through their pipes, and how they end.
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has none of the programs that this starts")
final class SubprocessTest {
    private static final SubprocessOptions PIPED = SubprocessOptions.piped();

    @TempDir
    private Path folder;

    @Test
    void pipesAreStreams() {
        run(() -> {
            try (var process = Subprocess.exec(PIPED, "cat")) {
                process.stdin().write("one\ntwo\n");
                assertThat(process.stdout().readLine()).isEqualTo("one");
                assertThat(process.stdout().readLine()).isEqualTo("two");
                assertThat(process.exitCode()).isNull();

                process.stdin().close();

                assertThat(process.stdout().readLine()).isNull();
                assertThat(process.awaitExit()).isZero();
                assertThat(process.exitCode()).isZero();
            }
        });
    }

    @Test
    void communicateGivesInputAndTakesBothOutputsWhateverTheirSize() {
        run(() -> {
            byte[] much = new byte[3 << 20];
            try (var process = Subprocess.shell(PIPED, "tee /dev/stderr; exit 3")) {
                SubprocessOutput output = process.communicate(much);

                assertThat(output.stdout()).isEqualTo(much);
                assertThat(output.stderr()).isEqualTo(much);
                assertThat(output.exitCode()).isEqualTo(3);
                assertThat(output)
                        .hasToString("SubprocessOutput[exit code 3, 3145728 bytes of output, 3145728 of" + " errors]");
            }
        });
    }

    @Test
    void inputThatIsNotReadIsNoErrorOfCommunicate() {
        run(() -> {
            try (var process = Subprocess.exec(PIPED, "true")) {
                assertThat(process.communicate(new byte[1 << 20]).exitCode()).isZero();
            }
        });
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() {
        run(() -> {
            try (var process = Subprocess.exec(PIPED, "printf", "%s|", "$HOME", "a b", "`id`; *", "")) {
                assertThat(process.communicate().text()).isEqualTo("$HOME|a b|`id`; *||");
            }
        });
    }

    @Test
    void environmentAndDirectoryAreWhatTheOptionsSay() {
        run(() -> {
            var options = PIPED.withEnvironment(Map.of("PATH", System.getenv("PATH")))
                    .withVariable("GREETING", "hello")
                    .withDirectory(folder);
            try (var process = Subprocess.shell(options, "echo $GREETING $HOME; pwd")) {
                assertThat(process.communicate().text()).isEqualTo("hello\n" + folder.toRealPath() + "\n");
            }
            try (var process = Subprocess.shell(PIPED.withVariable("MORE", "1"), "echo $MORE $PATH")) {
                assertThat(process.communicate().text()).isEqualTo("1 " + System.getenv("PATH") + "\n");
            }
        });
    }

    @Test
    void redirectsGoToFilesAndErrorsIntoTheOutput() throws Exception {
        Path in = Files.writeString(folder.resolve("in"), "text");
        Path out = folder.resolve("out");
        run(() -> {
            var files = PIPED.withStdin(Redirect.from(in.toFile())).withStdout(Redirect.to(out.toFile()));
            try (var process = Subprocess.exec(files, "cat")) {
                assertThat(process.communicate().stdout()).isEmpty();
                assertThat(out).hasContent("text");
                assertThatIllegalStateException()
                        .isThrownBy(process::stdout)
                        .withMessageContaining("stdout of 'cat'")
                        .withMessageContaining("withStdout(Redirect.PIPE)");
            }
            try (var process = Subprocess.shell(PIPED.withErrorsInOutput(), "echo a; echo b >&2")) {
                assertThat(process.communicate().text()).isEqualTo("a\nb\n");
            }
        });
    }

    @Test
    void whatCannotBeStartedSaysWhy() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        run(() -> {
            assertThatExceptionOfType(NoSuchFileException.class)
                    .isThrownBy(() -> Subprocess.exec(PIPED, "no-such-program"))
                    .withMessage("no-such-program: there is no such program; give its path, or a name found in PATH");
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> Subprocess.exec(PIPED, file.toString()))
                    .withMessageContaining("is it executable?");
            assertThatExceptionOfType(NotDirectoryException.class)
                    .isThrownBy(() -> Subprocess.exec(PIPED.withDirectory(file), "true"))
                    .withMessageContaining("to be the working directory of 'true'");
        });
    }

    @Test
    void fileOfARedirectThatCannotBeOpenedIsNamedAndNotTheProgram() {
        File missing = folder.resolve("missing").resolve("file").toFile();
        run(() -> {
            for (var options : List.of(
                    PIPED.withStdin(Redirect.from(missing)), // all of them: the JDK opens them one by one
                    PIPED.withStdout(Redirect.to(missing)),
                    PIPED.withStderr(Redirect.appendTo(missing)))) {
                assertThatExceptionOfType(FileNotFoundException.class)
                        .isThrownBy(() -> Subprocess.exec(options, "true"))
                        .withMessageContaining("cannot start 'true'")
                        .withMessageContaining(missing.toString());
            }
        });
    }

    @Test
    void scriptWhoseInterpreterIsMissingIsNotSaidToBeMissing() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        run(() -> assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> Subprocess.exec(PIPED, script.toString()))
                .withMessageContaining("this file is there, but not the interpreter"));
    }

    @Test
    void variableThatIsNullIsNamed() {
        var variables = new HashMap<String, @Nullable String>();
        variables.put("EMPTY", null);

        assertThatNullPointerException()
                .isThrownBy(() -> PIPED.withEnvironment(unchecked(variables)))
                .withMessageContaining("the environment variable 'EMPTY' is null");
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // what a caller who does not check for null passes
    private static Map<String, String> unchecked(Map<String, @Nullable String> variables) {
        return (Map<String, String>) (Map<String, ?>) variables;
    }

    @Test
    void inputForAClosedPipeIsRefusedAndNotLost() {
        run(() -> {
            try (var process = Subprocess.exec(PIPED, "cat")) {
                process.stdin().close();

                assertThatExceptionOfType(StreamClosedException.class)
                        .isThrownBy(() -> process.communicate(new byte[5]))
                        .withMessageContaining("stdin of 'cat'")
                        .withMessageContaining("the 5 bytes of input cannot be given");
                assertThat(process.communicate().exitCode()).isZero();
            }
        });
    }

    @Test
    void terminateKillAndSignalsEndItAndItsOutputStays() {
        run(() -> {
            try (var process = Subprocess.shell(PIPED, "echo said; exec sleep 1000")) {
                assertThat(process.stdout().readLine()).isEqualTo("said");
                process.terminate();
                assertThat(process.awaitExit()).isEqualTo(128 + 15);
                process.terminate();
            }
            try (var process = Subprocess.exec(PIPED, "sleep", "1000")) {
                process.kill();
                assertThat(process.awaitExit()).isEqualTo(128 + 9);
                process.signal("HUP");
            }
            try (var process = Subprocess.exec(PIPED, "sleep", "1000")) {
                process.signal("HUP");
                assertThat(process.awaitExit()).isEqualTo(128 + 1);
            }
        });
    }

    @Test
    void terminatedProcessMayStillSpeak() {
        run(() -> {
            String farewell = "trap 'echo farewell; exit 5' TERM; echo ready; while :; do sleep 0.01; done";
            try (var process = Subprocess.shell(PIPED, farewell)) {
                assertThat(process.stdout().readLine()).isEqualTo("ready");
                process.terminate();

                assertThat(process.stdout().readAll()).asString(UTF_8).isEqualTo("farewell\n");
                assertThat(process.awaitExit()).isEqualTo(5);
            }
        });
    }

    @Test
    void unknownSignalIsAnErrorThatListsTheKnownOnes() {
        run(() -> {
            try (var process = Subprocess.exec(PIPED, "cat")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> process.signal("SIGHUP"))
                        .withMessageStartingWith("there is no signal 'SIGHUP'; these can be sent: ABRT ALRM")
                        .withMessageContaining(" HUP ");
            }
        });
    }

    @Test
    void pipesGoOneWayOnlyAndKeepTheLimitOfTheirOptions() {
        run(() -> {
            var options = PIPED.withStream(StreamOptions.defaults().withLimit(100));
            try (var process = Subprocess.shell(options, "head -c 1000 /dev/zero")) {
                assertThatExceptionOfType(java.io.IOException.class)
                        .isThrownBy(() -> process.stdout().write("x"))
                        .withMessageContaining("can only be read");
                assertThatExceptionOfType(java.io.IOException.class)
                        .isThrownBy(() -> process.stdin().readLine())
                        .withMessageContaining("can only be written to");
                assertThatExceptionOfType(rondo.io.LimitExceededException.class)
                        .isThrownBy(() -> process.stdout().readLine());
            }
        });
    }
}
