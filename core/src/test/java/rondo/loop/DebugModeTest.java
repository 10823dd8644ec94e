package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.LogTrap;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.time.VirtualClock;

/// What debug mode tells of callbacks and steps, and how it is turned on.
@Timeout(60)
final class DebugModeTest {
    private static final LoopOptions EVERYTHING_IS_SLOW = LoopOptions.defaults()
            .withClock(new VirtualClock())
            .withWatchdog(false)
            .withSlowLimit(Duration.ofNanos(1));

    private static List<String> logOf(LoopOptions options) {
        try (var log = new LogTrap();
                var loop = new EventLoop(options)) {
            loop.callSoon(new Runnable() {
                @Override
                public void run() {}

                @Override
                public String toString() {
                    return "the slow one";
                }
            });
            loop.stop();
            loop.runForever();
            return log.messages();
        }
    }

    @Test
    void slowCallbackIsLoggedByName() {
        assertThat(logOf(EVERYTHING_IS_SLOW.withDebug(true)))
                .singleElement()
                .asString()
                .matches("executing Handle\\[the slow one] took \\d+ ms");
    }

    @Test
    void slowCallbackIsNotTimedWithoutDebugMode() {
        assertThat(logOf(EVERYTHING_IS_SLOW.withDebug(false))).isEmpty();
    }

    @Test
    void callbackBelowTheLimitIsNotLogged() {
        assertThat(logOf(EVERYTHING_IS_SLOW.withDebug(true).withSlowLimit(Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void slowStepOfATaskIsLoggedByTheTasksName() {
        try (var log = new LogTrap()) {
            try (var runner = new Runner(EVERYTHING_IS_SLOW.withDebug(true))) {
                runner.run(() -> Task.<Integer>start(EventLoop.current(), () -> 1, TaskOptions.named("heavy"))
                        .await());
            }

            assertThat(log.messages()).anyMatch(message -> message.matches("executing heavy took \\d+ ms"));
        }
    }

    @Test
    void reportOfAFailedCallbackShowsWhereItWasScheduled() {
        var reports = new ArrayList<ErrorReport>();
        try (var loop = new EventLoop(LoopOptions.defaults().withDebug(true))) {
            loop.exceptionHandler((any, report) -> reports.add(report));
            scheduleFailure(loop);
            loop.stop();
            loop.runForever();
        }

        assertThat(reports)
                .singleElement()
                .extracting(report -> report.details().get("source_traceback"))
                .isInstanceOfSatisfying(
                        Throwable.class,
                        where -> assertThat(where.getStackTrace())
                                .anyMatch(frame -> frame.getMethodName().equals("scheduleFailure")));
    }

    private static void scheduleFailure(EventLoop loop) {
        loop.callSoon(() -> {
            throw new IllegalStateException("broken");
        });
    }

    @Test
    void defaultHandlerLogsWhereACallbackWasScheduled() {
        try (var log = new LogTrap();
                var loop = new EventLoop(LoopOptions.defaults().withDebug(true))) {
            scheduleFailure(loop);
            loop.stop();
            loop.runForever();

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("exception in callback")
                    .contains("source_traceback: ")
                    .contains("scheduleFailure");
        }
    }

    // --- how it is turned on ---------------------------------------------------------------------

    @Test
    void debugModeIsOffByDefaultAndOnByPropertyOrEnvironment() throws Exception {
        assertThat(probe(List.of(), "0")).isEqualTo("false");
        assertThat(probe(List.of("-Drondo.debug=true"), "0")).isEqualTo("true");
        assertThat(probe(List.of(), "1")).isEqualTo("true");
    }

    private static String probe(List<String> flags, String environment) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(flags);
        command.addAll(List.of(
                "-cp", rootOf(LoopOptions.class) + System.getProperty("path.separator") + rootOf(DebugProbe.class)));
        command.add(DebugProbe.class.getName());
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("RONDO_DEBUG", environment);
        return outputOf(builder);
    }

    private static String outputOf(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    /// Where the class files of a class's package begin.
    private static String rootOf(Class<?> type) throws URISyntaxException {
        String file = type.getName().replace('.', '/') + ".class";
        String path = Path.of(type.getResource(type.getSimpleName() + ".class").toURI())
                .toString();
        return path.substring(0, path.length() - file.length());
    }
}
