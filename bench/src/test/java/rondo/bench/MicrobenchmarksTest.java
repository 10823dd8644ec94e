package rondo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class MicrobenchmarksTest {
    /// Each checks at the end of an invocation that what it made has ended; JMH gives up at the first that throws.
    @Test
    void eachDoesWhatItMeasures() throws RunnerException {
        String carrier = System.getProperty("rondo.carrier", "direct").toUpperCase(Locale.ROOT);
        var once = new OptionsBuilder()
                .param("carrier", carrier)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        var ran = new Runner(once).run().stream().map(MicrobenchmarksTest::nameOf);

        assertThat(ran)
                .contains("giveWay", "create", "createAndComplete", "complete", "cancel")
                .contains("timerAdd", "timerCancel", "crossThreadSubmit");
    }

    private static String nameOf(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
