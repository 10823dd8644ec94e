package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.Rondo;

/// One seed, one trace: again, and in other JVMs, interpreted and compiled, with two collectors, on both
/// carriers.
@Timeout(300)
final class ReplayElsewhereTest {
    private static final int SEEDS = 100;
    private static final int DEADLINE_SECONDS = 240;

    @Test
    void againInThisJvm() {
        assertThat(Sample.hash(SEEDS)).isEqualTo(Sample.hash(SEEDS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xint -XX:+UseSerialGC -Drondo.carrier=baton",
                "-Xint -XX:+UseParallelGC -Drondo.carrier=direct --add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:+UseSerialGC -Drondo.carrier=direct --add-opens=java.base/java.lang=ALL-UNNAMED"
            })
    void inAnotherJvm(String jvmOptions) throws IOException, InterruptedException {
        assertThat(hashIn(jvmOptions)).isEqualTo(Sample.hash(SEEDS));
    }

    private static String hashIn(String jvmOptions) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions.split(" ")));
        command.addAll(List.of("-cp", classPath(), Sample.class.getName(), Integer.toString(SEEDS)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String printed = process.inputReader().readAllLines().getLast();
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        var tests = Path.of("target", "test-classes").toAbsolutePath();
        return Stream.concat(
                        Stream.of(tests),
                        Stream.of(Simulation.class, Rondo.class, NullMarked.class)
                                .map(CodeHome::of))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
