// The deep dive as a program: each of its diagrams, on real requests to a real server on loopback.
//
//   ./rondo run examples/DeepDive.java [--fast=MS] [--slow=MS] [--fail=N,N,...]
//
// --fast, --slow: how long the server takes for these paths, ms.   --fail: which of the requests 0 to 7 fail.

import static rondo.Rondo.*;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import rondo.group.ExceptionGroup;
import rondo.group.When;
import rondo.loop.EventLoop;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Task;

static final int REQUESTS = 8;
static final int PIECES = 20; // of a slow answer, so that the server notices when nobody reads it any more

Duration fast = Duration.ofMillis(20);
Duration slow = Duration.ofMillis(400);
Set<Integer> failing = new LinkedHashSet<>(List.of(5));
long started = System.nanoTime();
Server server;
HttpClient client;

void main(String... args) throws IOException {
    readOptions(args);
    server = new Server();
    try (HttpClient open = HttpClient.newHttpClient()) {
        client = open;
        run(() -> {
            eventLoop();
            taskLifecycle();
            gatherThem();
            waitForThem();
            taskGroups();
            timeoutAndCancellation();
            shieldIt();
            asTheyComplete();
            workerPool();
            sleep(slow); // the server notices within this time whom nobody listens to
        });
    } finally {
        server.stop();
    }
    say("server", server.answered + " answered, " + server.failed + " failed, " + server.aborted + " aborted");
}

// --- Event loop internals ------------------------------------------------------------------------

void eventLoop() {
    title("Event loop: one callback at a time, then the poll, then the timers");
    EventLoop loop = EventLoop.current();
    loop.callSoon(() -> {
        say("loop", "callback 1 runs, and queues another, which waits for the next tick");
        loop.callSoon(() -> say("loop", "the callback queued by callback 1 runs, a tick later"));
    });
    loop.callSoon(() -> say("loop", "callback 2 runs, in the same tick"));
    loop.callLater(fast, () -> say("loop", "the timer has expired, and its callback runs"));
    say("main", "awaits; the loop turns");
    sleep(fast.multipliedBy(2));
}

// --- Task lifecycle ------------------------------------------------------------------------------

void taskLifecycle() {
    title("Task lifecycle: returned, failed, cancelled");
    Task<Integer> returns = createTask("returns", () -> get("fast", 0));
    Task<Integer> fails = createTask("fails", () -> get("fail", 1));
    Task<Integer> cancelled = createTask("cancelled", () -> get("slow", 2));
    observe("created, none has begun", returns, fails, cancelled);
    sleep(Duration.ZERO);
    observe("after their first step", returns, fails, cancelled);
    say("main", "cancel is a request: " + cancelled.cancel("not needed") + ", cancelling() = " + cancelled.cancelling());
    observe("right after it", cancelled);
    waitUntil(When.ALL_COMPLETED, returns, fails, cancelled);
    observe("at the end", returns, fails, cancelled);
    say("main", "result() = " + returns.result() + ", exception() = " + fails.exception());
    try {
        cancelled.result();
    } catch (CancelledError e) {
        say("main", "result() raises: " + e.getMessage());
    }
}

void observe(String when, Task<?>... tasks) {
    for (Task<?> task : tasks) {
        say(task.name(), when + ": " + task.state());
    }
}

// --- gather, wait, TaskGroup ---------------------------------------------------------------------

List<Awaitable<Integer>> requests() {
    return IntStream.range(0, REQUESTS)
            .<Awaitable<Integer>>mapToObj(i -> () -> get(failing.contains(i) ? "fail" : i % 3 == 2 ? "slow" : "fast", i))
            .toList();
}

void gatherThem() {
    title("gather: all at once, results in the order of the arguments");
    try {
        say("gather", "all succeeded: " + gather(requests()));
    } catch (BadStatus e) {
        say("gather", "raised the first failure, " + e.getMessage() + "; the others were cancelled and have ended");
    }
    say("gather", "errors as values: " + gatherOutcomes(requests()));
}

void waitForThem() {
    title("wait: returns two sets, done and pending");
    for (When when : When.values()) {
        List<Task<Integer>> tasks = requests().stream().map(request -> createTask(request)).toList();
        var result = waitUntil(when, tasks);
        say("wait", when + ": " + result.done().size() + " done, " + result.pending().size() + " pending");
        result.pending().forEach(task -> task.cancel());
        gatherOutcomes(tasks);
    }
}

void taskGroups() {
    title("TaskGroup: two failures end the group");
    try {
        taskGroup(group -> {
            group.createTask(() -> get("slow", 0));
            group.createTask(() -> get("fail", 1));
            group.createTask(() -> {
                try {
                    get("slow", 2);
                } finally {
                    get("fail", 3); // the clean-up of a cancelled child fails too
                }
            });
        });
    } catch (ExceptionGroup e) {
        say("group", e.getMessage() + ": " + e.exceptions().stream().map(Throwable::getMessage).toList());
    }
}

// --- Timeout and cancellation --------------------------------------------------------------------

void timeoutAndCancellation() {
    title("Timeout: the deadline cancels the task, which cleans up first");
    Duration deadline = fast.multipliedBy(4);
    Task<Void> other = createTask("other", () -> {
        sleep(deadline.dividedBy(2));
        say("other", "makes progress meanwhile");
    });
    try {
        waitFor(() -> {
            try {
                say("slow task", "answered " + get("slow", 0) + ", in time");
            } catch (CancelledError e) {
                say("slow task", "sees: " + e.getMessage());
                throw e;
            } finally {
                sleep(fast);
                say("slow task", "finally: cleaned up");
            }
        }, deadline);
    } catch (TimeoutException e) {
        say("main", "TimeoutException, with clean-up");
    }
    try {
        say("main", "answered " + waitFor(() -> get("slow", 1), deadline) + ", in time");
    } catch (TimeoutException e) {
        say("main", "TimeoutException, without");
    }
    other.await();
}

void shieldIt() throws Exception {
    title("shield: the waiting is cancelled, the work is not");
    Task<Integer> work = createTask("work", () -> get("slow", 0));
    Task<Integer> waiting = createTask("waiting", () -> shield(work));
    sleep(fast);
    waiting.cancel();
    waitUntil(When.ALL_COMPLETED, waiting);
    say("waiting", waiting.state() + "; work is " + work.state());
    say("work", "answered " + work.await() + " all the same");
}

// --- More that is built from these ---------------------------------------------------------------

void asTheyComplete() {
    title("asCompleted: in the order in which they end");
    var order = new ArrayList<String>();
    for (Awaitable<Integer> next : asCompleted(requests())) {
        try {
            order.add(String.valueOf(next.await()));
        } catch (Exception e) {
            order.add(e.getMessage());
        }
    }
    say("asCompleted", order.toString());
}

void workerPool() {
    title("A bounded pool of three workers on a queue");
    var jobs = rondo.Rondo.<Integer>queue(2);
    taskGroup(group -> {
        for (int i = 1; i <= 3; i++) {
            String name = "worker " + i;
            group.createTask(name, () -> {
                int done = 0;
                for (int job : jobs) { // until the queue is shut down
                    get("fast", job);
                    done++;
                }
                say(name, "did " + done + " jobs");
            });
        }
        for (int job = 0; job < REQUESTS; job++) {
            jobs.put(job); // waits while the queue is full
        }
        jobs.shutdown(false);
    });
}

// --- The client and the server -------------------------------------------------------------------

int get(String path, int number) throws BadStatus {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + path + "/" + number)).build();
    var response = await(client.sendAsync(request, BodyHandlers.ofString()));
    if (response.statusCode() != 200) {
        throw new BadStatus("/" + path + "/" + number + " answered " + response.statusCode());
    }
    return Integer.parseInt(response.body().strip());
}

static final class BadStatus extends RuntimeException {
    BadStatus(String message) {
        super(message);
    }
}

/// The JDK's own HTTP server on a free loopback port, with fast, slow and failing paths.
final class Server {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();
    private final HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    Server() throws IOException {
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/fast/", exchange -> answer(exchange, 200, fast));
        http.createContext("/slow/", exchange -> answer(exchange, 200, slow));
        http.createContext("/fail/", exchange -> answer(exchange, 500, fast));
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    void stop() {
        http.stop(0);
    }

    /// Answers in small pieces over the time given; a piece that cannot be sent means that the client has gone.
    private void answer(HttpExchange exchange, int status, Duration takes) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.sendResponseHeaders(status, 0);
            for (int i = 0; i < PIECES; i++) {
                Thread.sleep(takes.dividedBy(PIECES));
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
            exchange.getResponseBody().write(path.substring(path.lastIndexOf('/') + 1).getBytes());
            exchange.getResponseBody().close();
            (status == 200 ? answered : failed).incrementAndGet();
        } catch (IOException e) {
            aborted.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

// --- Printing and options ------------------------------------------------------------------------

void title(String text) {
    IO.println("\n" + text);
}

void say(String who, String what) {
    IO.println("%6d ms  %-11s %s".formatted((System.nanoTime() - started) / 1_000_000, who, what));
}

void readOptions(String... args) {
    for (String arg : args) {
        String[] option = arg.split("=", 2);
        switch (option[0]) {
            case "--fast" -> fast = Duration.ofMillis(Long.parseLong(option[1]));
            case "--slow" -> slow = Duration.ofMillis(Long.parseLong(option[1]));
            case "--fail" -> {
                failing.clear();
                for (String number : option[1].split(",")) {
                    if (!number.isEmpty()) {
                        failing.add(Integer.parseInt(number));
                    }
                }
            }
            default -> throw new IllegalArgumentException(arg + " is no option; there are --fast=MS --slow=MS --fail=N,N");
        }
    }
}
