package rondo.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.Rondo;

/// What a simulation that is a program of its own prints, and how it ends.
@Timeout(60)
final class SimulationCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private SimulationCommand command(String... arguments) {
        return new SimulationCommand(
                "prog", List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private String out() {
        return out.toString(UTF_8);
    }

    /// Fails where the second of two runs before the first.
    private static void planted(Simulation simulation) {
        var trail = simulation.trail();
        Rondo.gather(() -> trail.add("first"), () -> trail.add("second"));
        if (trail.toString().startsWith("second")) {
            throw new IllegalStateException("planted");
        }
    }

    @Test
    void withoutArgumentsItRunsOnce() {
        assertThat(command().run(SimulationCommandTest::planted)).isEqualTo(SimulationCommand.PASSED);
        assertThat(out()).startsWith("passed, first in, first out: trace ");
    }

    @Test
    void seedThatFailsEndsItAndIsReplayed() {
        int status = command("--seeds", "1_000", "--from", "7").run(SimulationCommandTest::planted);
        String seed = out().replaceAll("(?s).*prog --replay (\\d+).*", "$1");
        int replayed = command("--replay", seed).run(SimulationCommandTest::planted);

        assertThat(List.of(status, replayed)).containsOnly(SimulationCommand.FAILED);
        assertThat(Long.parseLong(seed)).isGreaterThanOrEqualTo(7);
        assertThat(out()).contains("seed " + seed + " failed", "planted", "```mermaid\nsequenceDiagram");
    }

    @Test
    void seedsThatAllPassAreCounted() {
        assertThat(command("--seeds", "1000", "--order", "priorities").run(simulation -> Rondo.currentTask()))
                .isEqualTo(SimulationCommand.PASSED);
        assertThat(out()).startsWith("1,000 seeds passed in ").containsPattern("traces [0-9a-f]{32}");
    }

    @Test
    void seedsThatFailAreAllCounted() {
        int status = command("--seeds", "100", "--from", "7", "--all").run(SimulationCommandTest::planted);
        String[] lines = out().split("\n", -1);

        assertThat(status).isEqualTo(SimulationCommand.FAILED);
        assertThat(lines[0]).matches("seed \\d+: java.lang.IllegalStateException: planted");
        assertThat(lines[20]).matches("\\d\\d of 100 seeds failed, each twice by the same steps; prog --replay SEED");
        assertThat(lines[21]).matches("traces [0-9a-f]{32}");
        assertThat(command("--seeds", "10", "--all").run(simulation -> {})).isEqualTo(SimulationCommand.PASSED);
    }

    @Test
    void flagsOfTheProgramAreTakenOut() {
        var command = command("--fixed", "--seeds", "1");

        assertThat(command.flag("--fixed")).isTrue();
        assertThat(command.flag("--other")).isFalse();
        assertThat(command.run(simulation -> {})).isEqualTo(SimulationCommand.PASSED);
    }

    @Test
    void helpNamesTheOptions() {
        assertThat(command("--help").run(simulation -> {})).isEqualTo(SimulationCommand.PASSED);
        assertThat(out()).startsWith("usage: prog [--seeds N").contains("--from", "--all", "--replay", "--order");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--seeds",
                "--seeds 0",
                "--seeds x",
                "--speed 3",
                "--order sorted",
                "--all",
                "--from 3",
                "--order random",
                "--seeds 5 --replay 3",
                "--replay 3 --from 3"
            })
    void wrongArgumentsAreRefused(String arguments) {
        assertThat(command(arguments.split(" ")).run(simulation -> {})).isEqualTo(SimulationCommand.USAGE);
        assertThat(err.toString(UTF_8)).startsWith("prog: ").contains("usage: prog [--seeds N");
    }
}
