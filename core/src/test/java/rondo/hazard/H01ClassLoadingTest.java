package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// H1 with a class loader's lock: a task queues for it, and the loop's bare thread, which finds the task in a blocking
/// call, has a class of its own to load, and would queue behind the task that nobody else can run.
@EnabledIfSystemProperty(
        named = "rondo.carrier",
        matches = "direct",
        disabledReason = "on the baton carrier a task that blocks keeps the turn, and no other thread runs the loop")
final class H01ClassLoadingTest {
    @Test
    void loopLoadsNoClassWhileATaskQueuesForOne() throws IOException, InterruptedException {
        assertEndsWithASlowLimitOf(Duration.ofMinutes(1));
    }

    /// Over at once: what the loop then does instead, to tell of the call first of all, needs classes.
    @Test
    void noLimitEndsTheWaitForATaskThatQueuesForAClass() throws IOException, InterruptedException {
        assertEndsWithASlowLimitOf(Duration.ofNanos(1));
    }

    private static void assertEndsWithASlowLimitOf(Duration limit) throws IOException, InterruptedException {
        Fork.Ended ended = Fork.run(Deadline.LIMIT, ClassLoadingProgram.class, List.of(), "" + limit.toNanos());

        assertThat(ended.output()).contains("loaded");
        assertThat(ended.status()).isZero();
    }
}
