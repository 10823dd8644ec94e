package rondo.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/// A headless Chromium with one page, which reaches this machine only and leaves nothing behind.
///
/// It is spoken to by its own protocol, which shows what a driver hides: each request and each complaint.
final class Browser implements AutoCloseable {
    private static final String PROGRAM = "chromium";
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Map<String, Integer> KEYS = Map.ofEntries(
            Map.entry("Tab", 9),
            Map.entry("Enter", 13),
            Map.entry("Escape", 27),
            Map.entry("PageUp", 33),
            Map.entry("PageDown", 34),
            Map.entry("End", 35),
            Map.entry("Home", 36),
            Map.entry("ArrowLeft", 37),
            Map.entry("ArrowUp", 38),
            Map.entry("ArrowRight", 39),
            Map.entry("ArrowDown", 40));

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final DevTools page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Browser(Process process, URI list) throws IOException, InterruptedException {
        this.process = process;
        this.page = new DevTools(client, firstPage(list), this::note);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            page.call(domain + ".enable", Map.of());
        }
    }

    /// Starts one. The test is skipped where the machine has no Chromium.
    ///
    /// @param folder for its profile and its log
    static Browser start(Path folder) throws IOException, InterruptedException {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, PROGRAM))),
                "this machine has no " + PROGRAM);
        Path profile = Files.createTempDirectory(folder, "browser");
        Path log = Files.createTempFile(folder, "browser", ".log");
        var builder = new ProcessBuilder(command(profile)).redirectErrorStream(true);
        builder.environment().put("TMPDIR", folder.toString());
        Process process = builder.redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process))); // a build may be stopped
        try {
            return new Browser(process, list(process, profile, log));
        } catch (Throwable e) {
            end(process);
            throw e;
        }
    }

    private static List<String> command(Path profile) {
        var command = new ArrayList<>(List.of(
                PROGRAM,
                "--headless",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox"); // which does not work for root
        }
        command.add("about:blank");
        return command;
    }

    private static URI list(Process process, Path profile, Path log) throws IOException {
        Path port = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            if (Files.exists(port) && Files.readString(port).contains("\n")) {
                return URI.create("http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json/list");
            }
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(PROGRAM + " has not started: " + Files.readString(log));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private URI firstPage(URI list) throws IOException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            String pages = client.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            for (Object each : JSON.std.listFrom(pages)) {
                if ("page".equals(DevTools.object(each).get("type"))) {
                    return URI.create(String.valueOf(DevTools.object(each).get("webSocketDebuggerUrl")));
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IllegalStateException(PROGRAM + " has opened no page");
    }

    // --- what a person does ----------------------------------------------------------------------

    /// Opens an address, and waits until the page and its scripts are loaded. What was noted of the page before
    /// is forgotten.
    void open(String address) {
        leave();
        complaints.clear();
        requests.clear();
        page.call("Page.navigate", Map.of("url", address));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /// Leaves the page, whose scripts end.
    void leave() {
        page.call("Page.navigate", Map.of("url", "about:blank"));
        await("location.href === 'about:blank'");
    }

    /// Presses a key, by the name that its event has: `a`, `/`, `Enter`, `ArrowDown`.
    void press(String key) {
        String text = key.equals("Enter") ? "\r" : KEYS.containsKey(key) ? "" : key;
        var down = Map.of(
                "type",
                text.isEmpty() ? "rawKeyDown" : "keyDown",
                "key",
                key,
                "text",
                text,
                "windowsVirtualKeyCode",
                KEYS.getOrDefault(key, 0));
        page.call("Input.dispatchKeyEvent", down);
        page.call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /// Types a text.
    void type(String text) {
        page.call("Input.insertText", Map.of("text", text));
    }

    /// Clicks the middle of the element that a selector finds.
    void click(String selector) {
        List<?> at = (List<?>) Objects.requireNonNull(evaluate("""
                (() => {
                    const box = document.querySelector(%s).getBoundingClientRect();
                    return [box.x + box.width / 2, box.y + box.height / 2];
                })()""".formatted(JSON.std.asString(selector))));
        for (String event : List.of("mousePressed", "mouseReleased")) {
            page.call(
                    "Input.dispatchMouseEvent",
                    Map.of("type", event, "x", at.get(0), "y", at.get(1), "button", "left", "clickCount", 1));
        }
    }

    /// Makes the window so large, in CSS pixels.
    void resize(int width, int height) {
        page.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /// Prefers dark pages, or light ones.
    void dark(boolean dark) {
        page.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /// Lets pages run scripts, or not; that of an expression is run all the same.
    void scripts(boolean permitted) {
        page.call("Emulation.setScriptExecutionDisabled", Map.of("value", !permitted));
    }

    // --- what a person sees ----------------------------------------------------------------------

    /// {@return the value of a JavaScript expression, awaited if it is a promise}
    @Nullable Object evaluate(String expression) {
        Map<String, Object> reply = page.call(
                "Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (reply.get("exceptionDetails") instanceof Map<?, ?> error) {
            throw new AssertionError(expression + " threw " + error);
        }
        return DevTools.object(reply.get("result")).get("value");
    }

    /// {@return a string, as [#evaluate] gives it}
    String text(String expression) {
        return String.valueOf(evaluate(expression));
    }

    /// Waits until a JavaScript expression is true.
    void await(String expression) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!Boolean.TRUE.equals(evaluate("Boolean(" + expression + ")"))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never true: " + expression + "; complaints: " + complaints + "; the page: "
                        + evaluate("document.body.innerText.slice(0, 4000)"));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// {@return a picture of the window, as PNG}
    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(String.valueOf(page.call("Page.captureScreenshot", Map.of("format", "png"))
                        .get("data")));
    }

    /// {@return the bytes that the browser holds for the page after a collection, besides those of its JavaScript
    /// objects:
    /// elements, canvases, and what it keeps of texts that it has laid out}
    long heldBytes() {
        page.call("HeapProfiler.collectGarbage", Map.of());
        return ((Number) Objects.requireNonNull(
                        page.call("Runtime.getHeapUsage", Map.of()).get("embedderHeapUsedSize")))
                .longValue();
    }

    /// {@return what the page wrote on the console as a warning or an error, what it threw, what the browser
    /// refused to load or run, in order}
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// {@return the addresses that were asked for, in order}
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void note(String event, Map<?, ?> parameters) {
        switch (event) {
            case "Network.requestWillBeSent" ->
                requests.add(
                        String.valueOf(((Map<?, ?>) Objects.requireNonNull(parameters.get("request"))).get("url")));
            case "Runtime.exceptionThrown" -> complaints.add(JSON.std.asString(parameters.get("exceptionDetails")));
            case "Log.entryAdded" -> complaints.add(JSON.std.asString(parameters.get("entry")));
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(String.valueOf(parameters.get("type")))) {
                    complaints.add(JSON.std.asString(parameters.get("args")));
                }
            }
            default -> {}
        }
    }

    // --- the end ---------------------------------------------------------------------------------

    @Override
    public void close() {
        try {
            page.call("Browser.close", Map.of()); // it removes its own locks
            awaitEnd(process.toHandle());
        } catch (IllegalStateException _) {
            // it is gone before it could answer
        } finally {
            client.shutdownNow();
            end(process);
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(Browser::awaitEnd);
    }

    private static void awaitEnd(ProcessHandle process) {
        process.onExit()
                .completeOnTimeout(process, DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
