package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `docs/debugging.md` shows what the tools say of the programs in `examples/broken`. Numbers, and frames that
/// are not the program's, may differ; `-Ddocs.write=true` writes the page's outputs anew.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill command to send SIGINT with")
final class DebuggingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "debugging.md");
    private static final Path PROGRAMS = Path.of("..", "examples", "broken").toAbsolutePath();
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void blockingCallIsNamedWhileItBlocks() throws IOException, InterruptedException {
        RondoProcess.Ended ended = start("BlockingCall").end();

        check("BlockingCall", "run examples/broken/BlockingCall.java", ended.err());
    }

    @Test
    void ringOfLocksIsNamedAndCtrlCSaysWhereEachTaskStands() throws IOException, InterruptedException {
        RondoProcess program = start("LockDeadlock");
        awaitError(program, "loop: EventLoop[main, running]");

        RondoProcess.Ended ended = program.signal("INT").end();

        check("LockDeadlock", "run examples/broken/LockDeadlock.java", ended.err());
    }

    @Test
    void taskThatLostItsCancellationIsSeen() throws IOException, InterruptedException {
        RondoProcess program = start("LostCancellation").awaitLine("worker: something went wrong, I go on");

        check("LostCancellation", "where PID worker", ask(program, "where", "worker"));
    }

    @Test
    void leakedTasksStandSideBySide() throws IOException, InterruptedException {
        RondoProcess program = start("TaskLeak").awaitLine("ready");

        check("TaskLeak", "pstree PID", ask(program, "pstree"));
    }

    @Test
    void producersWaitAtTheFullQueue() throws IOException, InterruptedException {
        RondoProcess program = start("SlowConsumer").awaitLine("ready");

        check("SlowConsumer", "pstree PID", ask(program, "pstree"));
    }

    @Test
    void taskThatNeverYieldsIsNamedWhileItComputes() throws IOException, InterruptedException {
        checkReport("NeverYields", "NeverYields.lambda$main");
    }

    @Test
    void taskThatWakesItselfIsNamed() throws IOException, InterruptedException {
        checkReport("SelfWakes", "keep waking themselves");
    }

    @Test
    void queueThatGrowsIsReportedWithWhatIsInIt() throws IOException, InterruptedException {
        checkReport("GrowingQueue", "grows: from");
    }

    /// Waits for the watchdog's report, and ends the program, which would go on for ever.
    private void checkReport(String program, String report) throws IOException, InterruptedException {
        RondoProcess started = start(program);

        awaitError(started, report);
        started.process().destroyForcibly().waitFor();

        check(program, "run examples/broken/" + program + ".java", Files.readString(started.errors()));
    }

    private RondoProcess start(String program) throws IOException {
        return RondoProcess.start(
                folder,
                "run",
                "--carrier=direct",
                PROGRAMS.resolve(program + ".java").toString());
    }

    private String ask(RondoProcess of, String command, String... more) throws IOException, InterruptedException {
        try {
            var all =
                    new ArrayList<>(List.of(command, String.valueOf(of.process().pid())));
            all.addAll(List.of(more));
            var ended = RondoProcess.start(folder, all.toArray(String[]::new)).end();
            assertThat(ended.status()).as(ended.err()).isZero();
            return ended.out();
        } finally {
            of.process().destroyForcibly();
        }
    }

    private static void awaitError(RondoProcess program, String text) throws IOException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!Files.readString(program.errors()).contains(text)) {
            assertThat(System.nanoTime()).as("the program has not said " + text).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static void check(String program, String command, String output) throws IOException {
        String shown = "$ rondo " + command + "\n" + readable(output);
        String page = Files.readString(PAGE);
        Matcher block = Pattern.compile("(<!-- " + program + " -->\n```text\n)(.*?)(```\n)", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).as(PAGE + " has a block for " + program).isTrue();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page.substring(0, block.end(1)) + shown + page.substring(block.start(3)));
            return;
        }

        // a busy machine may have more to say, of a slow start for one
        assertThat(comparable(shown, program)).containsSubsequence(comparable(block.group(2), program));
    }

    /// Without the dates of the logger and the frames of the JDK and of carriers.
    private static String readable(String output) {
        return output.lines()
                        .filter(line -> !line.contains(" rondo.loop.Log "))
                        .filter(line -> !line.matches("\\s+at (java\\.base/|rondo\\.(loop|task)\\.).*"))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static List<String> comparable(String output, String program) {
        return output.lines()
                .filter(line -> !line.contains(".java:") || line.contains(program + ".java:"))
                .map(line -> line.replaceAll("^[\\s│├└─]+", "").replaceAll("\\d+", "N"))
                .toList();
    }
}
