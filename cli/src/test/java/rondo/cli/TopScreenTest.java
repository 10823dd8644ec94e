package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.ScreenTerminal;
import org.jline.utils.ScreenTerminal.VirtualTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// `rondo top` on a terminal that is none, but behaves as one.
@Timeout(300)
final class TopScreenTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private @Nullable VirtualTerminal virtual;
    private @Nullable Thread screen;
    private volatile @Nullable String refusal;
    private volatile boolean answers = true;

    private TaskView task(long id, String name, String state, String waitsFor, boolean withStack, Long... awaitedBy) {
        return new TaskView(
                id,
                name,
                state,
                waitsFor,
                0,
                withStack ? List.of("Shop.serve(Shop.java:" + id + ")") : List.of(),
                List.of(awaitedBy));
    }

    private ProcessView view(String request) throws MonitorRefusal {
        String why = refusal;
        if (why != null) {
            throw new MonitorRefusal(why);
        }
        var tasks = List.of(
                task(1, "main", "AWAITING", "a gather of 2", request.equals("task 1")),
                task(2, "zebra", "RUNNING", "", request.equals("task 2"), 1L, 3L),
                task(3, "ant", "AWAITING", "a sleep", request.equals("task 3"), 1L));
        return new ProcessView(List.of(new LoopView(
                "main", "direct", answers, "task 'zebra'", 7, 100, List.of("Shop.spin(Shop.java:9)"), tasks)));
    }

    private void open(TopFeed.Source source) throws IOException {
        virtual = ScreenTerminal.withTerminal("test", "xterm", 100, 14);
        var feed = new TopFeed(source, Duration.ZERO);
        Thread.ofPlatform().daemon().start(feed);
        var top = new TopScreen(virtual.terminal(), "process 7", feed);
        screen = Thread.ofPlatform().daemon().start(top::run);
    }

    @AfterEach
    void quit() throws IOException, InterruptedException {
        if (screen != null && virtual != null) {
            press("\033");
            await("q quit");
            press("q");
            screen.join();
            virtual.terminal().close();
        }
    }

    private void press(String keys) throws IOException {
        if (virtual != null) {
            virtual.terminal().processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String shown() {
        return virtual == null ? "" : virtual.screen().toString();
    }

    /// Waits until the screen shows these one after the other.
    private void await(String... texts) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!containsInOrder(shown(), texts)) {
            assertThat(System.nanoTime())
                    .as("the screen shows\n%s\nbut never %s", shown(), List.of(texts))
                    .isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static boolean containsInOrder(String screen, String... texts) {
        int from = 0;
        for (String text : texts) {
            int at = screen.indexOf(text, from);
            if (at < 0) {
                return false;
            }
            from = at + text.length();
        }
        return true;
    }

    @Test
    void tasksAreListedUnderTheirLoop() throws IOException {
        open(this::view);

        await("process 7: 1 loop, 3 tasks", "task id", "waits for", "main", "a gather of 2", "zebra", "ant", "a sleep");
    }

    @Test
    void keysSortAndTurnTheOrderRound() throws IOException {
        open(this::view);

        press("n");
        await("(by name)", "ant", "main", "zebra");
        press("r");
        await("(by name, reversed)", "zebra", "main", "ant");
        press("a");
        await("(by awaited by, reversed)", "main", "ant", "zebra");
        press("ri");
        await("(by number)", "main", "zebra", "ant");
    }

    @Test
    void filterLeavesWhatContainsIt() throws IOException {
        open(this::view);

        press("/SLEEQ\bP");
        await("with 'SLEEP'", "ant", "filter: SLEEP_");
        assertThat(shown()).doesNotContain("zebra");
        press("\r");
        await("ant", "/ filter");
        press("\033");
        await("main", "zebra", "ant");
    }

    @Test
    void enterShowsTheStackOfTheChosenTask() throws IOException {
        open(this::view);

        await("ant");
        press("jj\r");
        await("task 3 'ant', AWAITING, waits for a sleep", "at Shop.serve(Shop.java:3)", "awaited by task 1");
        press("\033");
        await("task id", "zebra");
        press("\033[A\r");
        await("task 2 'zebra', RUNNING", "awaited by task 3");
    }

    @Test
    void loopThatIsBlockedIsNamed() throws IOException {
        answers = false;
        open(this::view);

        await("event loop 'main' does not answer: task 'zebra' blocks it, at Shop.spin Shop.java:9", "zebra");
    }

    @Test
    void processThatEndsLeavesWhatWasSeenLast() throws IOException {
        open(this::view);
        await("zebra");

        refusal = "there is no process 7";

        await("no answer: there is no process 7", "zebra");
    }

    @Test
    void longListScrollsWithTheChosenRow() throws IOException {
        var many = IntStream.range(1_000, 1_100)
                .mapToObj(id -> task(id, "t" + id, "AWAITING", "", false))
                .toList();
        open(_ -> new ProcessView(List.of(new LoopView("main", "direct", true, "", 7, 0, List.of(), many))));

        await("t1000", "t1009");
        press("\033[6~\033[6~");
        await("t1020");
        press("\033[5~\033[5~\033[5~");
        await("t1000");
    }

    @Test
    void columnsStandUnderEachOtherWhateverTheNames() throws IOException {
        var tasks = List.of(
                task(1, "short", "AWAITING", "one", false),
                task(2, "long ".repeat(2_000), "AWAITING", "two", false),
                task(3, "\u5bff\u53f8", "AWAITING", "three", false));
        open(_ -> new ProcessView(List.of(new LoopView("main", "direct", true, "", 7, 0, List.of(), tasks))));

        await("short", "one", "long", "two", "three");
        assertThat(shown().lines().filter(line -> line.contains("AWAITING")))
                .extracting(line -> new AttributedString(line.substring(0, line.indexOf("AWAITING"))).columnLength())
                .containsExactly(36, 36, 36);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no user may enter another's folder there, but nobody has tried")
    void realProcessIsSeenWhileATaskBlocksItsLoop() throws IOException {
        var program = RondoProcess.startProgram(folder, """
                import static rondo.Rondo.*;

                void main() {
                    run(() -> {
                        createTask("patient", () -> sleep(java.time.Duration.ofDays(1)));
                        createTask("greedy", () -> {
                            IO.println("ready");
                            while (Thread.currentThread().isAlive()) {
                                Thread.onSpinWait();
                            }
                        }).await();
                    });
                }
                """);
        try {
            var process =
                    new MonitoredProcess(program.awaitLine("ready").process().pid());
            open(process::view);

            await("task 'greedy' blocks it", "patient", "greedy");
            press("/running\r\r");
            await("'greedy', RUNNING", "at Program.lambda$main$");
        } finally {
            program.process().destroyForcibly();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no user may enter another's folder there, but nobody has tried")
    void commandNeedsATerminalAndAProcess() throws IOException, InterruptedException {
        assertThat(RondoProcess.start(folder, "top", "999999999").end().err())
                .contains("rondo top: there is no process 999999999");
        var program = RondoProcess.startProgram(folder, """
                import static rondo.Rondo.*;

                void main() {
                    run(() -> {
                        IO.println("ready");
                        sleep(java.time.Duration.ofDays(1));
                    });
                }
                """);
        try {
            String pid = String.valueOf(program.awaitLine("ready").process().pid());

            var ended = RondoProcess.start(folder, "top", pid).end();

            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err()).contains("there is no terminal here", "use rondo ps " + pid + " --watch");
        } finally {
            program.process().destroyForcibly();
        }
    }
}
