package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import rondo.observe.MonitorFolder;
import tools.jackson.jr.ob.JSON;

/// `rondo ps`, `pstree`, `where` and `cancel`, at a process that runs a loop.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no user may enter another's folder there, but nobody has tried")
final class ProcessCommandTest {
    private static final long DEADLINE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final String WAITING = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void pause() {
                sleep(Duration.ofDays(1));
            }

            void main() {
                run(() -> {
                    var lonely = createTask("lonely", () -> pause());
                    lonely.addDoneCallback(task -> IO.println("cancelled " + task.cancelled()));
                    createTask("speaker", () -> IO.println("ready"));
                    taskGroup(group -> {
                        group.createTask("album", () -> pause());
                        group.createTask("waiter", () -> event().await());
                    });
                });
            }
            """;

    private static final String TWO_LOOPS = """
            import static rondo.Rondo.*;

            import java.time.Duration;
            import java.util.concurrent.CountDownLatch;
            import rondo.loop.LoopOptions;
            import rondo.task.Runner;

            CountDownLatch both = new CountDownLatch(2);

            void pause(String loop) {
                both.countDown();
                sleep(Duration.ofDays(1));
            }

            void loop(String name) {
                try (var runner = new Runner(LoopOptions.defaults().withName(name))) {
                    runner.run(() -> {
                        var twin = createTask("twin", () -> pause(name));
                        twin.addDoneCallback(task -> IO.println("cancelled in " + name));
                        createTask("only in " + name, () -> sleep(Duration.ofDays(1)));
                        sleep(Duration.ofDays(1));
                    });
                }
            }

            void main() throws Exception {
                Thread.ofPlatform().start(() -> loop("east"));
                Thread.ofPlatform().start(() -> loop("west"));
                both.await();
                IO.println("ready");
            }
            """;

    @TempDir
    private Path folder;

    private final List<RondoProcess> started = new ArrayList<>();
    private final List<Process> strangers = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(each -> each.process().destroyForcibly());
        strangers.forEach(Process::destroyForcibly);
    }

    private RondoProcess start(String source, String... options) throws IOException {
        Files.writeString(folder.resolve("Program.java"), source);
        var command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(options));
        command.add("Program.java");
        var program = RondoProcess.start(folder, command.toArray(String[]::new));
        started.add(program);
        program.awaitLine("ready");
        return command.contains("-Drondo.monitor=false") ? program : program.awaitMonitor();
    }

    private RondoProcess.Ended ask(String command, RondoProcess of, String... arguments)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(command, String.valueOf(of.process().pid())));
        all.addAll(List.of(arguments));
        return RondoProcess.start(folder, all.toArray(String[]::new)).end();
    }

    @Test
    void psListsTasksWithStacksAndAwaiters() throws IOException, InterruptedException {
        var program = start(WAITING);

        var ended = ask("ps", program);

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out().lines().toList().getFirst())
                .matches(
                        "tid +task id +task name +coroutine stack +awaiter chain +awaiter name +awaiter id +state +waits for");
        assertThat(ended.out())
                .containsPattern(
                        "\\d+ +\\d+ +album +Sleep.sleep -> .*Program.pause .*TaskGroup.* Task-1 +1 +AWAITING +a sleep")
                .containsPattern("\\d+ +\\d+ +lonely +Sleep.sleep -> ");
    }

    @Test
    void jsonIsWhatTheTableIsMadeOf() throws IOException, InterruptedException {
        var program = start(WAITING);

        var reply = JSON.std.mapFrom(ask("ps", program, "--json").out());

        assertThat(reply).containsEntry("protocol", 1).containsEntry("writable", false);
        assertThat(ProcessView.of(reply).loops().getFirst().tasks())
                .extracting(ProcessView.TaskView::name)
                .containsExactly("Task-1", "lonely", "album", "waiter");
    }

    @Test
    void watchShowsThemAgainAndAgain() throws IOException {
        var program = start(WAITING);
        var pid = String.valueOf(program.process().pid());

        var watch = RondoProcess.start(folder, "ps", pid, "--watch=0.01");
        started.add(watch);

        watch.awaitLine("-".repeat(200)).awaitLine("-".repeat(200));
    }

    @Test
    void watchTakesNoPidForSeconds() throws IOException {
        var program = start(WAITING);
        var pid = String.valueOf(program.process().pid());

        var watch = RondoProcess.start(folder, "ps", "--watch", pid);
        started.add(watch);

        watch.awaitLine("-".repeat(200)).awaitLine("-".repeat(200));
    }

    @Test
    void watchEndsWhenNobodyReadsAnyMore() throws IOException, InterruptedException {
        var program = start(WAITING);
        var watch = RondoProcess.start(
                folder, "ps", String.valueOf(program.process().pid()), "--watch=0.01");
        started.add(watch);
        watch.awaitLine("-".repeat(200));

        watch.process().inputReader().close(); // as head does

        assertThat(watch.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(watch.process().exitValue()).isEqualTo(1);
        assertThat(watch.errors()).hasContent("");
    }

    @Test
    void wordInPlaceOfAProcessIsRefusedWithTheWayToFindOne() throws IOException, InterruptedException {
        for (String command : List.of("ps", "doctor")) {
            var ended = RondoProcess.start(folder, command, "shop").end();

            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.err()).contains("'shop' is no number of a process; rondo doctor lists those");
        }
    }

    @Test
    void timesThatAreNoneAreRefused() throws IOException, InterruptedException {
        for (String time : List.of("0", "-1", "NaN", "1e9", "soon")) {
            for (String option : List.of("ps --watch=", "top --every=", "inspect --every=")) {
                String[] words = (option + time + " 1").split(" ", -1);

                var ended = RondoProcess.start(folder, words).end();

                assertThat(ended.status()).as(option + time).isEqualTo(2);
                assertThat(ended.err())
                        .contains("'" + time + "' is no such time; use more than 0 and at most 86400 seconds");
            }
        }
    }

    @Test
    void signsThatATerminalDoesNotHaveAreWrittenInThoseThatItHas() throws IOException, InterruptedException {
        var program = start(WAITING.replace("album", "caf\u00e9 \ud83c\udfb8"));
        var old = Map.of("JDK_JAVA_OPTIONS", "-Dstdout.encoding=US-ASCII");
        String pid = String.valueOf(program.process().pid());

        String tree = RondoProcess.start(folder, old, "pstree", pid).end().out();
        String json = RondoProcess.start(folder, old, "ps", pid, "--json").end().out();

        assertThat(tree).contains("|-- (T) Task-1", "|-- (T) caf\\u00e9 \\ud83c\\udfb8", "`-- (T) lonely");
        assertThat(ProcessView.of(JSON.std.mapFrom(json)).loops().getFirst().tasks())
                .extracting(ProcessView.TaskView::name)
                .contains("caf\u00e9 \ud83c\udfb8");
    }

    @Test
    void pstreeDrawsWhoAwaitsWhom() throws IOException, InterruptedException {
        var program = start(WAITING);

        var out = ask("pstree", program).out();

        assertThat(out).startsWith("├── (T) Task-1").contains("└── (T) lonely");
        assertThat(out.lines().filter(line -> line.contains("(T) album")))
                .singleElement()
                .asString()
                .matches("│ {20,}├── \\(T\\) album");
    }

    @Test
    void tasksThatAwaitEachOtherAreNoTree() throws IOException, InterruptedException {
        var program = start("""
                import static rondo.Rondo.*;

                import rondo.task.Task;

                void main() {
                    run(() -> {
                        Task<?>[] tasks = new Task<?>[2];
                        tasks[0] = createTask("chicken", () -> { tasks[1].await(); });
                        tasks[1] = createTask("egg", () -> { tasks[0].await(); });
                        createTask(() -> IO.println("ready"));
                        waitUntil(rondo.group.When.ALL_COMPLETED, tasks);
                    });
                }
                """);

        var ended = ask("pstree", program);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out())
                .startsWith("ERROR: await-graph contains cycles - cannot print a tree!")
                .containsAnyOf("cycle: chicken → egg → chicken", "cycle: egg → chicken → egg");
    }

    @Test
    void taskThatBlocksTheLoopIsNamedWhileItDoes() throws IOException, InterruptedException {
        var program = start("""
                import static rondo.Rondo.*;

                void spin() {
                    while (Thread.currentThread().isAlive()) {
                        Thread.onSpinWait();
                    }
                }

                void main() {
                    run(() -> {
                        createTask("patient", () -> {});
                        createTask("greedy", () -> {
                            IO.println("ready");
                            spin();
                        }).await();
                    });
                }
                """);

        var out = ask("ps", program).out();

        assertThat(out)
                .contains(
                        "event loop 'main' does not answer: task 'greedy' blocks it, at",
                        "Program.spin(Program.java:5)")
                .containsPattern("greedy +Program.spin -> ");
    }

    @Test
    void whereShowsTheStackAndWhoAwaits() throws IOException, InterruptedException {
        var program = start(WAITING);

        assertThat(ask("where", program, "album").out())
                .containsPattern("task \\d+ 'album', AWAITING, waits for a sleep")
                .contains("    at Program.pause(Program.java:6)", "awaited by task 1 'Task-1', AWAITING");
        assertThat(ask("where", program, "nobody").err())
                .contains("rondo where: there is no task 'nobody'; there are 1 (Task-1), 2 (lonely)");
    }

    @Test
    void doctorNamesTheCarrierOfAnotherProcess() throws IOException, InterruptedException {
        var program = start(WAITING, "--carrier=baton");

        assertThat(ask("doctor", program).out())
                .contains("event loop 'main': baton carrier, 4 tasks, answers", "--add-opens java.base/java.lang=");
        assertThat(RondoProcess.start(folder, "doctor").end().out())
                .containsPattern("processes with an event loop, for rondo ps: .*\\b"
                        + program.process().pid() + "\\b");
    }

    @Test
    void cancelNeedsPermission() throws IOException, InterruptedException {
        var ended = ask("cancel", start(WAITING), "lonely");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("start it with -Drondo.monitor=write");
    }

    @Test
    void cancelAsksTheTask() throws IOException, InterruptedException {
        var program = start(WAITING, "-Drondo.monitor=write");

        var ended = ask("cancel", program, "lonely");

        assertThat(ended.out()).as(ended.err()).isEqualTo("task 2 'lonely' was asked to cancel");
        program.awaitLine("cancelled true");
    }

    @Test
    void processThatIsNotThereOrCannotBeReachedIsSaidSo() throws IOException, InterruptedException {
        assertThat(RondoProcess.start(folder, "ps", "999999999").end())
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(1))
                .satisfies(ended -> assertThat(ended.err()).contains("rondo ps: there is no process 999999999"));
        var program = start(WAITING, "-Drondo.monitor=false");

        assertThat(ask("ps", program).err()).contains("has no event loop that can be reached", "-Drondo.monitor=false");
    }

    // --- several loops ---------------------------------------------------------------------------

    @Test
    void severalLoopsAreListedAndDrawnOneAfterTheOther() throws IOException, InterruptedException {
        var program = start(TWO_LOOPS);

        List<String> twins = ask("ps", program)
                .out()
                .lines()
                .filter(line -> line.contains(" twin "))
                .toList();
        var tree = ask("pstree", program).out();

        assertThat(twins).hasSize(2);
        assertThat(twins.getFirst().split(" +", -1)[0]) // the thread
                .isNotEqualTo(twins.getLast().split(" +", -1)[0]);
        for (String loop : List.of("east", "west")) {
            assertThat(tree.substring(tree.indexOf("event loop '" + loop + "'")))
                    .containsPattern("(?s)\\A[^\\n]*\\n├── \\(T\\) Task-.*\\(T\\) twin.*\\(T\\) only in " + loop);
        }
    }

    @Test
    void taskOfOneOfSeveralLoopsIsFoundByItsNumberOrByANameOfItsOwn() throws IOException, InterruptedException {
        var program = start(TWO_LOOPS, "-Drondo.monitor=write");

        var several = ask("where", program, "twin");

        assertThat(several.status()).isEqualTo(1);
        assertThat(several.err())
                .containsPattern(
                        "several tasks are called 'twin'; say which by its number:"
                                + " \\d+ \\(twin of event loop '(east|west)'\\), \\d+ \\(twin of event loop '(?!\\1)(east|west)'\\)");
        assertThat(ask("cancel", program, "twin").err()).contains("rondo cancel: several tasks are called 'twin'");
        assertThat(ask("where", program, "only in west").out()).contains("'only in west', AWAITING");
        var west = Pattern.compile("(\\d+) \\(twin of event loop 'west'\\)").matcher(several.err());
        assertThat(west.find()).isTrue();
        assertThat(ask("where", program, west.group(1)).out()).contains("Program.pause(Program.java:");
        assertThat(ask("cancel", program, west.group(1)).out())
                .isEqualTo("task " + west.group(1) + " 'twin' was asked to cancel");
        assertThat(program.process().inputReader().readLine()).isEqualTo("cancelled in west");
    }

    // --- no permission ---------------------------------------------------------------------------

    /// {@return a process of somebody else's; null where the machine has none}
    private @Nullable ProcessHandle stranger() throws IOException {
        String user = System.getProperty("user.name");
        if (!user.equals("root")) {
            return ProcessHandle.allProcesses()
                    .filter(each -> !each.info().user().orElse(user).equals(user))
                    .findFirst()
                    .orElse(null);
        }
        Process other = new ProcessBuilder("setpriv", "--reuid=nobody", "--clear-groups", "sleep", "600").start();
        strangers.add(other);
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (other.info().user().orElse(user).equals(user)) {
            assertThat(other.isAlive() && System.nanoTime() < end)
                    .as("it becomes nobody's")
                    .isTrue();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return other.toHandle();
    }

    @Test
    void processOfAnotherUserIsSaidToBeThat() throws IOException, InterruptedException {
        ProcessHandle theirs = stranger();
        assumeTrue(theirs != null, "this machine runs no process of another user");

        var ended =
                RondoProcess.start(folder, "ps", String.valueOf(theirs.pid())).end();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("rondo ps: process " + theirs.pid() + " belongs to '"
                        + theirs.info().user().orElseThrow() + "'; run this command as that user");
    }

    @Test
    void folderOfSocketsThatOthersMayEnterIsNotTrusted() throws IOException {
        Path open = Files.createDirectory(
                folder.resolve("rondo-" + System.getProperty("user.name")),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        long pid = ProcessHandle.current().pid();
        String before = System.setProperty("java.io.tmpdir", folder.toString());
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(open.resolve(MonitorFolder.socketName(pid))));

            assertThatExceptionOfType(MonitorRefusal.class)
                    .isThrownBy(() -> new MonitoredProcess(pid).view("snapshot 0"))
                    .withMessageContaining("process " + pid + " has no event loop that can be reached: " + open
                            + " is not a folder that only its owner may enter; remove it, or chmod 700 it");
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    // --- processes that do not answer ------------------------------------------------------------

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill command to stop a process with")
    void processThatIsStoppedDoesNotKeepACommandForEver() throws IOException, InterruptedException {
        var program = start(WAITING);
        long pid = program.process().pid();
        assertThat(ask("ps", program).status()).isZero();
        program.signal("STOP");

        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> new MonitoredProcess(pid, Duration.ofMillis(300)).view("snapshot 0"))
                .withMessageContaining("has not answered within 0.3 s");
    }

    @Test
    void socketThatDoesNotListenYetIsWaitedFor() throws Exception {
        var program = new ProcessBuilder("sleep", "600").start();
        Path home = MonitorFolder.candidates().getFirst();
        Files.createDirectories(
                home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path socket = home.resolve(MonitorFolder.socketName(program.pid()));
        var address = UnixDomainSocketAddress.of(socket);
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address).close(); // leaves the name
            var answer = new FutureTask<>(() -> new MonitoredProcess(program.pid()).ask("snapshot 0"));
            Thread asks = Thread.ofPlatform().start(answer);
            while (asks.getState() != Thread.State.TIMED_WAITING && asks.isAlive()) {
                Thread.onSpinWait();
            }

            Files.delete(socket);
            server.bind(address);
            try (var client = server.accept()) {
                client.read(ByteBuffer.allocate(100));
                client.write(ByteBuffer.wrap("words".getBytes(StandardCharsets.UTF_8)));
            }

            assertThat(answer.get()).isEqualTo("words");
        } finally {
            Files.deleteIfExists(socket);
            program.destroyForcibly();
        }
    }

    @Test
    void processThatWasKilledIsNotThere() throws IOException, InterruptedException {
        var program = start(WAITING);
        long pid = program.process().pid();
        assertThat(ask("ps", program).status()).isZero();
        program.process().destroyForcibly().waitFor(); // leaves its socket

        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> new MonitoredProcess(pid).view("snapshot 0"))
                .withMessage("there is no process " + pid);
    }

    @Test
    void folderThatIsTooLongForASocketIsPassedOver() throws Exception {
        Path deep = Files.createDirectory(folder.resolve("a".repeat(110)));
        Files.writeString(folder.resolve("Program.java"), WAITING);
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", deep.toString());

        var program = RondoProcess.start(folder, environment, "run", "Program.java");
        started.add(program);
        program.awaitLine("ready").awaitMonitor();
        String pid = String.valueOf(program.process().pid());
        var ended = RondoProcess.start(folder, environment, "ps", pid).end();

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("album");
    }

    @Test
    void processWithoutDescriptorsAnswersAndDoesNotSpin() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "the test takes a process's descriptors away with " + PRLIMIT);
        var program = start(WAITING);
        assertThat(ask("ps", program).status()).isZero();

        limitDescriptors(program, 8); // it has more, so it gets no other
        var ended = ask("ps", program);
        double busy = shareOfACore(program);
        limitDescriptors(program, 1_000);

        assertThat(ended.status()).as(ended.err()).isZero(); // its monitor had the descriptor for one client already
        assertThat(busy).isLessThan(0.5);
        assertThat(ask("ps", program).status()).isZero();
    }

    private static void limitDescriptors(RondoProcess of, int limit) throws IOException, InterruptedException {
        var command = new ProcessBuilder(PRLIMIT.toString(), "--nofile=" + limit + ":", "--pid").inheritIO();
        command.command().add(String.valueOf(of.process().pid()));
        assertThat(command.start().waitFor()).isZero();
    }

    /// {@return how much of one processor a process takes, looked at for a second}
    private static double shareOfACore(RondoProcess program) {
        var info = program.process().toHandle();
        long cpu = info.info().totalCpuDuration().orElseThrow().toNanos();
        long start = System.nanoTime();
        long nanos = 0;
        while (nanos < 1_000_000_000L) {
            LockSupport.parkNanos(1_000_000_000L - nanos);
            nanos = System.nanoTime() - start;
        }
        return (double) (info.info().totalCpuDuration().orElseThrow().toNanos() - cpu) / nanos;
    }

    @Test
    void heapThatRunsOutInAnAnswerEndsOnlyThat() throws IOException, InterruptedException {
        var program = start("""
                import static rondo.Rondo.*;

                import java.time.Duration;
                import java.util.concurrent.atomic.AtomicInteger;
                import rondo.task.Future;

                static class Large extends Future<String> {
                    private final AtomicInteger looks = new AtomicInteger();

                    @Override
                    public String toString() {
                        if (looks.getAndIncrement() == 0) {
                            throw new OutOfMemoryError("Java heap space");
                        }
                        return "something large";
                    }
                }

                void main() {
                    run(() -> {
                        createTask("alive", () -> sleep(Duration.ofDays(1)));
                        IO.println("ready");
                        new Large().await();
                    });
                }
                """);

        var first = ask("ps", program);
        var second = ask("ps", program);

        assertThat(first.status()).isEqualTo(1);
        assertThat(first.err()).contains("has broken off its answer");
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(second.out()).contains("something large");
    }

    @Test
    void otherVersionsAndNonsenseAreRefusedInWords() {
        long pid = ProcessHandle.current().pid();
        var process = new MonitoredProcess(pid);

        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> process.checked("{\"protocol\":2}"))
                .withMessageContaining("runs another version of Rondo (monitor protocol 2, here 1)");
        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(
                        () -> process.checked("{\"protocol\":1,\"error\":\"this process knows no request 'ticks 9'\"}"))
                .withMessage(
                        "process " + pid + " runs an older version of Rondo: this process knows no request 'ticks 9';"
                                + " use the rondo command of its own version");
        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> process.checked("no JSON"))
                .withMessageContaining("does not speak as a Rondo of this version does");
        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> process.checked("{\"protocol\":1,\"error\":\"words \\u001b[2J\"}"))
                .withMessage("words \\u001b[2J");
    }

    @Test
    void answerThatBreaksOffIsSaidToHaveDoneSo() throws IOException, InterruptedException {
        String begun = "{\"protocol\":1,\"pid\":7,\"loops\":[{\"na";
        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> new MonitoredProcess(ProcessHandle.current().pid()).checked(begun))
                .withMessageContaining("has broken off its answer; it may be ending");

        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> new MonitoredProcess(ended.pid()).checked(begun))
                .withMessage("there is no process " + ended.pid());
    }
}
