package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// `rondo inspect` of programs that run, as a person sees it in a browser. The pictures in
/// `docs/inspector.md` come from here: `-Ddocs.write=true` takes them anew.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no Chromium to start by name")
final class InspectorPageTest {
    private static final Path PICTURES = Path.of("..", "docs", "pictures");
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int FORGETFUL_LOOKS = 300;

    private static final String SHOP = """
            import static rondo.Rondo.*;

            import java.time.Duration;
            import rondo.sync.Queue;

            int served;

            void serve(Queue<String> orders) {
                while (true) {
                    String order = orders.get();
                    createTask("order " + ++served, () -> cook(order)).await();
                }
            }

            void cook(String order) {
                sleep(Duration.ofMillis(150));
            }

            void main() {
                Queue<String> orders = queue(8);
                run(() -> taskGroup(group -> {
                    for (int i = 1; i <= 3; i++) {
                        group.createTask("waiter " + i, () -> serve(orders));
                    }
                    group.createTask("guests", () -> {
                        while (true) {
                            orders.put("soup");
                            sleep(Duration.ofMillis(20));
                        }
                    });
                    group.createTask("cashier", () -> sleep(Duration.ofDays(1)));
                }));
            }
            """;

    private static final String CROWD = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void main() {
                run(() -> taskGroup(group -> {
                    for (int i = 1; i <= 10_000; i++) {
                        int number = i;
                        group.createTask("guest " + i, () -> sleep(Duration.ofDays(number)));
                    }
                }));
            }
            """;

    private static final String HOSTILE = """
            import static rondo.Rondo.*;

            import java.time.Duration;
            import rondo.task.Task;

            void main() {
                run(() -> {
                    String name = "<img src=x onerror=alert(1)><script>alert(2)</script>\\"'}]\\u2028";
                    Task<?>[] ring = new Task<?>[2];
                    ring[0] = createTask(name, () -> { ring[1].await(); });
                    ring[1] = createTask("</script><b>" + name, () -> { ring[0].await(); });
                    sleep(Duration.ofDays(1));
                });
            }
            """;

    private static final String BLOCKED = """
            import static rondo.Rondo.*;

            void spin() {
                while (Thread.currentThread().isAlive()) {
                    Thread.onSpinWait();
                }
            }

            void main() {
                run(() -> createTask("greedy", () -> spin()).await());
            }
            """;

    private static final String TWO_LOOPS = """
            import static rondo.Rondo.*;

            import java.time.Duration;
            import rondo.loop.LoopOptions;
            import rondo.task.Runner;

            void loop(String name, String task) {
                try (var runner = new Runner(LoopOptions.defaults().withName(name))) {
                    runner.run(() -> createTask(task, () -> sleep(Duration.ofDays(1))).await());
                }
            }

            void main() {
                Thread.ofPlatform().start(() -> loop("east", "sunrise"));
                loop("west", "sunset");
            }
            """;

    @TempDir
    private static Path shared;

    @AutoClose // none where the machine has no Chromium
    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @TempDir
    private Path folder;

    private final List<RondoProcess> started = new ArrayList<>();

    @BeforeAll
    static void openBrowser() throws IOException, InterruptedException {
        browser = Browser.start(shared);
        browser.resize(1_280, 800);
    }

    @AfterEach
    void endAll() {
        browser.leave();
        browser.dark(false);
        started.forEach(each -> each.process().destroyForcibly());
    }

    // --- programs, and the page ------------------------------------------------------------------

    private RondoProcess start(String source, String... options) throws IOException {
        return startFile(Files.writeString(folder.resolve("Program.java"), source), options);
    }

    private RondoProcess startFile(Path program, String... options) throws IOException {
        var arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(options));
        arguments.add(program.toString());
        return remember(RondoProcess.start(folder, arguments.toArray(String[]::new)));
    }

    private RondoProcess remember(RondoProcess process) {
        started.add(process);
        return process;
    }

    /// Opens the page of a program by the address that `rondo inspect` prints.
    private void inspect(RondoProcess program, String... options) throws IOException {
        long pid = program.awaitMonitor().process().pid();
        var arguments = new ArrayList<>(List.of("inspect", String.valueOf(pid), "--every=0.1"));
        arguments.addAll(List.of(options));
        var inspector = remember(RondoProcess.start(folder, arguments.toArray(String[]::new)));
        String address = inspector.process().inputReader().readLine();
        assertThat(address).as(Files.readString(inspector.errors())).startsWith("http://127.0.0.1:");
        openLive(address);
    }

    private void openLive(String address) {
        browser.open(address);
        awaitText("news", "live");
        browser.await("document.querySelector('#list .row')");
    }

    private static void awaitText(String id, String text) {
        browser.await("document.getElementById('%s').innerText.includes(%s)".formatted(id, JSON.std.asString(text)));
    }

    private static String text(String id) {
        return browser.text("document.getElementById('" + id + "').innerText");
    }

    private static List<String> rows() {
        String rows = browser.text("[...document.querySelectorAll('#list .row:not([hidden])')]"
                + ".map(row => [...row.children].map(cell => cell.innerText).join(' ')).join('\\n')");
        return rows.lines().map(row -> row.replaceAll("[▾▸\\s]+", " ").strip()).toList();
    }

    private static void press(String... keys) {
        for (String key : keys) {
            browser.press(key);
        }
    }

    /// Takes a picture for the docs where they are written.
    private static void picture(String name) throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            browser.dark(name.endsWith("-dark"));
            browser.await("Number(document.getElementById('news').innerText.split(' ').at(-1)) > 20");
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), browser.screenshot());
            browser.dark(false);
        }
    }

    /// {@return whether something is drawn in a colour that has these parts, within an element}
    private static String drawn(String id, int red, int green, int blue) {
        return """
                [...document.querySelectorAll('#%s canvas')].some(canvas => {
                    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {willReadFrequently: true});
                    copy.drawImage(canvas, 0, 0);
                    const {data} = copy.getImageData(0, 0, canvas.width, canvas.height);
                    for (let i = 0; i < data.length; i += 4) {
                        if (data[i + 3] > 200 && Math.abs(data[i] - %d) + Math.abs(data[i + 1] - %d) + Math.abs(data[i + 2] - %d) < 12) {
                            return true;
                        }
                    }
                    return false;
                })""".formatted(id, red, green, blue);
    }

    // --- what a person sees ----------------------------------------------------------------------

    @Test
    void pageIsLiveAndAsksNobodyElse() throws IOException {
        RondoProcess program = start(SHOP);
        inspect(program);

        assertThat(text("summary")).startsWith("process " + program.process().pid() + ": event loop 'main', ");
        browser.await(
                "[...document.querySelectorAll('#list .name')].some(name => name.innerText.startsWith('order '))");
        String order = browser.text(
                "[...document.querySelectorAll('#list .name')].find(name => name.innerText.startsWith('order ')).innerText");
        browser.await("![...document.querySelectorAll('#list .name')].some(name => name.innerText === '%s')"
                .formatted(order));
        browser.await("/[1-9][0-9,]* steps a second/.test(document.getElementById('summary').innerText)");
        browser.await("/[1-9][0-9,]* in .* ms/.test(document.getElementById('tick').innerText)");
        for (String chart : List.of("lag", "rate", "ticks")) {
            browser.await(drawn(chart, 0x4a, 0x8f, 0xe7));
        }

        String home = browser.text("location.href");
        assertThat(home).matches("http://127\\.0\\.0\\.1:\\d+/");
        assertThat(browser.requests()).isNotEmpty().allMatch(each -> each.startsWith(home));
        assertThat(browser.complaints()).isEmpty();
        openLive(home); // a reload knows the token still
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void keyboardFindsATaskAndOpensIt() throws IOException {
        inspect(start(SHOP));
        browser.await("document.querySelectorAll('#list .row:not([hidden])').length >= 9");

        press("ArrowDown", "ArrowDown", "Enter");
        awaitText("detail", "waiter 1 (task ");
        awaitText("detail", "Program.serve(Program.java:");
        awaitText("caption", "waiter 1");
        browser.await(drawn("canvas", 0xdb, 0xe9, 0xff));
        picture("inspector");
        picture("inspector-dark");

        press("Escape", "/");
        browser.type("cash");
        browser.await("document.querySelectorAll('#list .row:not([hidden])').length === 1");
        assertThat(rows()).singleElement().asString().contains("cashier awaiting a sleep");
        assertThat(text("count")).startsWith("1 of ");
        press("Enter", "ArrowDown", "Enter");
        awaitText("detail", "cashier (task ");

        press("Escape", "Escape", "Home", "ArrowLeft");
        browser.await("document.querySelectorAll('#list .row:not([hidden])').length === 1");
        assertThat(rows()).singleElement().asString().startsWith("1 Task-1");
        press("ArrowRight");
        browser.await("document.querySelectorAll('#list .row:not([hidden])').length > 5");
        assertThat(browser.text("document.getElementById('list').getAttribute('aria-activedescendant')"))
                .startsWith("row-");

        press("p");
        awaitText("news", "paused");
        press("p");
        awaitText("news", "live");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void darkPageIsDark() throws IOException {
        inspect(start(SHOP));

        String light = browser.text("getComputedStyle(document.body).backgroundColor");
        browser.dark(true);

        assertThat(light).isEqualTo("rgb(255, 255, 255)");
        browser.await("getComputedStyle(document.body).backgroundColor === 'rgb(20, 23, 28)'");
        browser.await(drawn("lag", 0x5b, 0x9d, 0xf0));
        browser.await(drawn("canvas", 0x1c, 0x20, 0x27));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void ringOfLocksIsNamedAndDrawn() throws IOException {
        inspect(startFile(
                Path.of("..", "examples", "broken", "LockDeadlock.java").toAbsolutePath()));

        awaitText("alarm", "Deadlock: pay in → pay out → pay in");
        awaitText("caption", "the tasks that wait for each other in a ring");
        browser.await(drawn("canvas", 0xb4, 0x23, 0x18));
        press("/");
        browser.type("pay in");
        press("Enter", "ArrowDown", "Enter");
        awaitText("detail", "It is held up by\npay out");
        awaitText("detail", "LockDeadlock.transfer(LockDeadlock.java:");
        picture("inspector-deadlock");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void taskThatBlocksTheLoopIsNamed() throws IOException {
        inspect(start(BLOCKED));

        awaitText("alarm", "Event loop 'main' does not answer: task 'greedy' blocks it, at");
        awaitText("alarm", "Program.spin(Program.java:");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void tenThousandTasksAreAsHandyAsTen() throws IOException {
        inspect(start(CROWD));
        awaitText("count", "10,001 tasks");

        press("End", "Enter");
        awaitText("detail", "guest 10000 (task 10001)");
        awaitText("detail", "Program.lambda$main$");
        assertThat(rows()).last().asString().startsWith("10001 guest 10000 awaiting a sleep");
        press("ArrowUp", "PageUp", "Enter");
        browser.await("/guest 99\\d\\d /.test(document.getElementById('detail').innerText)");
        picture("inspector-crowd-dark");

        press("/");
        browser.type("guest 777");
        awaitText("count", "11 of 10,001");
        press("Escape");
        awaitText("count", "10,001 tasks");
        assertThat((Number) browser.evaluate("document.querySelectorAll('#list .row').length"))
                .satisfies(rows -> assertThat(rows.intValue()).isBetween(10, 60));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void loopIsChosenWhereThereAreSeveral() throws IOException {
        inspect(start(TWO_LOOPS));
        browser.await("document.getElementById('loop').options.length === 2");

        for (var each : Map.of("east", "sunrise", "west", "sunset").entrySet()) {
            browser.evaluate("document.getElementById('loop').value = '%s'".formatted(each.getKey()));
            browser.evaluate("document.getElementById('loop').dispatchEvent(new Event('change'))");
            awaitText("summary", "event loop '" + each.getKey() + "'");
            assertThat(rows()).hasSize(2).last().asString().contains(each.getValue() + " awaiting a sleep");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void namesAreTextAndNothingElse() throws IOException {
        inspect(start(HOSTILE));
        awaitText("alarm", "Deadlock: <img src=x onerror=alert(1)><script>alert(2)</script>\"'}]");

        press("/");
        browser.type("</b");
        press("Escape", "End", "Enter");
        awaitText("detail", "onerror=alert(1)><script>alert(2)</script>\"'}]");

        assertThat(browser.evaluate("document.querySelectorAll('img, b, body script').length"))
                .isEqualTo(0);
        assertThat(browser.complaints()).isEmpty();
    }

    /// A page that is open for days sees many names, in the end as many as it likes.
    @Test
    void namesThatAreNotShownAnyMoreAreForgotten() throws IOException {
        inspect(start(CROWD));
        press("p");
        awaitText("news", "paused");

        drawOthers(FORGETFUL_LOOKS);
        long before = browser.heldBytes();
        drawOthers(FORGETFUL_LOOKS);
        long after = browser.heldBytes();

        assertThat(after - before)
                .as("bytes for %d names, each of which took 1,500 while they were kept", FORGETFUL_LOOKS * 10)
                .isLessThan(FORGETFUL_LOOKS * 10 * 400L);
        assertThat(browser.complaints()).isEmpty();
    }

    /// Has the page draw so many graphs of ten tasks, half of them other tasks each time, the others with other names.
    private static void drawOthers(int looks) {
        browser.evaluate("""
                (async () => {
                    const [{Graph}, {Tasks}] = await Promise.all([import('/graph.js'), import('/tasks.js')]);
                    window.otherGraph ??= new Graph(() => {}); // window.graph is an element
                    window.names ??= 0; // that were drawn
                    for (let look = 0; look < %d; look++) {
                        const tasks = [];
                        for (let i = 1; i <= 10; i++) {
                            const id = i <= 5 ? i : ++names;
                            tasks.push({id, name: 'guest ' + ++names, state: 'AWAITING', holder: 0, awaitedBy: []});
                        }
                        otherGraph.show(new Tasks(tasks), [], 0);
                        await new Promise(drawn => requestAnimationFrame(drawn));
                    }
                })()""".formatted(looks));
    }

    // --- what a person does ----------------------------------------------------------------------

    @Test
    void pageThatOnlyLooksHasNoButtonToCancel() throws IOException {
        inspect(start(SHOP, "-Drondo.monitor=write"));

        press("ArrowDown", "Enter");
        awaitText("detail", "Task-1 (task 1)");

        assertThat(text("detail")).doesNotContain("cancel");
    }

    @Test
    void taskIsCancelledWhereThatIsPermitted() throws IOException {
        inspect(start(SHOP, "-Drondo.monitor=write"), "--write");

        press("/");
        browser.type("cashier");
        press("Enter", "ArrowDown", "Enter");
        awaitText("detail", "cancel this task");
        browser.click("#cancel");

        awaitText("detail", "it was asked to cancel");
        awaitText("detail", "It has ended. This is how it was seen last.");
        awaitText("count", "0 of ");
        assertThat(browser.complaints()).isEmpty();
    }

    // --- ends ------------------------------------------------------------------------------------

    @Test
    void lastPictureStaysWhenTheProgramHasEnded() throws IOException {
        RondoProcess program = start(SHOP);
        inspect(program);
        browser.await("document.querySelectorAll('#list .row:not([hidden])').length >= 9");

        program.process().destroyForcibly();

        String ended = "No answer: there is no process " + program.process().pid() + ". This is the last picture, of ";
        awaitText("alarm", ended);
        assertThat(rows()).anyMatch(row -> row.startsWith("6 cashier awaiting"));
        String address = browser.text("location.href");
        browser.open(address); // also for whoever opens it only now
        awaitText("alarm", ended);
        assertThat(rows()).anyMatch(row -> row.startsWith("6 cashier awaiting"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void programThatServesItsOwnPageTakesItAlong() throws IOException {
        RondoProcess program = start(SHOP, "-Drondo.inspector=true");
        openLive(addressPrintedBy(program));
        browser.await("document.querySelectorAll('#list .row:not([hidden])').length >= 9");

        program.process().destroyForcibly();

        awaitText("alarm", "the inspector does not answer any more: it, or the process that serves it, has ended");
        assertThat(rows()).anyMatch(row -> row.startsWith("6 cashier awaiting"));
    }

    private static String addressPrintedBy(RondoProcess program) throws IOException {
        String prefix = "rondo inspector: ";
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            String errors = Files.readString(program.errors());
            if (errors.endsWith("\n")) {
                assertThat(errors).startsWith(prefix);
                return errors.lines().findFirst().orElseThrow().substring(prefix.length());
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("no address was printed");
    }
}
