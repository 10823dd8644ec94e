package rondo.testkit;

import static rondo.testkit.Checkpoint.checkpoint;
import static rondo.testkit.Checkpoint.when;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import rondo.Rondo;
import rondo.group.Gather;
import rondo.group.Shield;
import rondo.group.TaskGroup;
import rondo.group.Wait;
import rondo.group.When;
import rondo.io.Stages;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Sleep;
import rondo.task.Timeout;
import rondo.task.VoidBody;
import rondo.task.WaitFor;
import rondo.task.Wakeup;

/// Where futures, combinators and deadlines are checkpoints. What is awaited itself is cancelled with the one who
/// awaits it, as in asyncio; what others wait for is not.
final class TaskCheckpoints {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private TaskCheckpoints() {}

    static List<Checkpoint> all() {
        return List.of(
                future("rondo.task.Awaitable.await", Future::await),
                future("rondo.task.Future.await", future -> future.await(IllegalStateException.class)),
                checkpoint(
                        "rondo.task.Wakeup.park",
                        new Checkpoint.Place<>(
                                "always, until the next `run`",
                                () -> new Wakeup(EventLoop.current()),
                                Wakeup::park,
                                Wakeup::run,
                                wakeup -> wakeup.awaitedBy().size(),
                                0),
                        null),
                stage("rondo.io.Stages.await", Stages::await),
                stage("rondo.Rondo.await", Rondo::await),
                body("rondo.task.Sleep.sleep", any -> Sleep.sleep(SHORT)),
                body("rondo.Rondo.sleep", any -> Rondo.sleep(Duration.ZERO)),
                inBody("rondo.task.Scope.around", body -> Scope.around("test", List.of(), VoidBody.awaitable(body))),
                inBody("rondo.task.Timeout.timeout", body -> Timeout.timeout(LONG, body)),
                inBody("rondo.task.Timeout.scope", body -> Timeout.scope(LONG, scope -> run(body))),
                inBody("rondo.task.Timeout.at", body -> Timeout.at(null, scope -> run(body))),
                inBody("rondo.Rondo.timeout", body -> Rondo.timeout(LONG, body)),
                inBody("rondo.Rondo.timeoutScope", body -> Rondo.timeoutScope(LONG, scope -> run(body))),
                inBody("rondo.Rondo.timeoutAt", body -> Rondo.timeoutAt(null, scope -> run(body))),
                waitFor("rondo.task.WaitFor.waitFor", future -> WaitFor.waitFor(future, LONG)),
                waitFor("rondo.Rondo.waitFor", future -> Rondo.waitFor(future, LONG)),
                shield("rondo.group.Shield.shield", Shield::shield),
                shield("rondo.Rondo.shield", Rondo::shield),
                waitUntil("rondo.group.Wait.waitUntil", future -> Wait.waitUntil(When.ALL_COMPLETED, future)),
                waitUntil("rondo.Rondo.waitUntil", future -> Rondo.waitUntil(When.ALL_COMPLETED, future)),
                gather("rondo.group.Gather.gather", Gather::gather),
                gather("rondo.group.Gather.gatherOutcomes", Gather::gatherOutcomes),
                gather("rondo.Rondo.gather", Rondo::gather),
                gather("rondo.Rondo.gatherOutcomes", Rondo::gatherOutcomes),
                group("rondo.group.TaskGroup.run", TaskGroup::run),
                group(
                        "rondo.group.TaskGroup.call",
                        body -> TaskGroup.call(group -> {
                            body.run(group);
                            return body;
                        })),
                group("rondo.Rondo.taskGroup", Rondo::taskGroup));
    }

    private static Object run(VoidBody body) throws Exception {
        body.run();
        return body;
    }

    // --- futures ---------------------------------------------------------------------------------

    private static Checkpoint future(String method, Scenario.Part<Future<Integer>> call) {
        return awaited(method, call, "Future[cancelled]");
    }

    private static Checkpoint awaited(String method, Scenario.Part<Future<Integer>> call, String left) {
        return checkpoint(
                method,
                new Checkpoint.Place<>(
                        "it is not done", Future::new, call, TaskCheckpoints::set, Object::toString, left),
                when("it is done", TaskCheckpoints::done, call));
    }

    private static Future<Integer> done() {
        var future = new Future<Integer>();
        future.setResult(7);
        return future;
    }

    private static void set(Future<Integer> future) {
        if (!future.done()) {
            future.setResult(7);
        }
    }

    private static Checkpoint waitFor(String method, Scenario.Part<Future<Integer>> call) {
        return awaited(method, call, "Future[cancelled]");
    }

    private static Checkpoint shield(String method, Scenario.Part<Future<Integer>> call) {
        return awaited(method, call, "Future[pending]");
    }

    /// As asyncio's `wait`, it looks at what is done by callbacks, and so suspends for that, too.
    private static Checkpoint waitUntil(String method, Scenario.Part<Future<Integer>> call) {
        return checkpoint(
                method,
                when("always, for what is done as well", TaskCheckpoints::done, call, any -> {}, Object::toString),
                null);
    }

    private static Checkpoint stage(String method, Scenario.Part<CompletableFuture<Integer>> call) {
        Function<CompletableFuture<Integer>, Object> picture =
                stage -> stage.isCancelled() ? "cancelled" : "not cancelled";
        return checkpoint(
                method,
                new Checkpoint.Place<>(
                        "it is not complete",
                        CompletableFuture::new,
                        call,
                        stage -> stage.complete(7),
                        picture,
                        "cancelled"),
                new Checkpoint.Place<>(
                        "it is complete", () -> CompletableFuture.completedFuture(7), call, any -> {}, picture, null));
    }

    // --- bodies ----------------------------------------------------------------------------------

    /// It waits by itself, always.
    private static Checkpoint body(String method, Scenario.Part<String> call) {
        return checkpoint(method, when("always", () -> "", call, any -> {}, Object::toString), null);
    }

    /// It has no await but those of its body.
    private static Checkpoint inBody(String method, Scenario.Part<VoidBody> call) {
        return checkpoint(
                method,
                when("its body waits", () -> () -> Rondo.sleep(SHORT), call, any -> {}, any -> ""),
                new Checkpoint.Place<>("its body does not wait", () -> () -> {}, call, any -> {}, any -> "", null));
    }

    /// Children that were to begin, and have.
    private static final class Children {
        private int begun;
        private int ended;

        void child() {
            begun++;
            try {
                Rondo.sleep(SHORT);
            } finally {
                ended++;
            }
        }

        @Override
        public String toString() {
            return begun + " begun, " + ended + " ended";
        }
    }

    /// Children that have not begun never do.
    private static Checkpoint gather(String method, Scenario.Part<VoidBody[]> call) {
        return checkpoint(
                method,
                when(
                        "there is something to wait for, done or not",
                        Children::new,
                        children -> call.run(new VoidBody[] {children::child, children::child}),
                        any -> {},
                        Object::toString),
                when("there is nothing", () -> "", any -> call.run(new VoidBody[0])));
    }

    /// The children have begun when the cancel comes, and end by it.
    private static Checkpoint group(String method, Scenario.Part<TaskGroup.Body> call) {
        return checkpoint(
                method,
                new Checkpoint.Place<>(
                        "it has children, or its body waits",
                        Children::new,
                        children -> call.run(group -> group.createTask(children::child)),
                        any -> {},
                        Object::toString,
                        "1 begun, 1 ended"),
                when("it has no children", () -> "", any -> call.run(group -> {})));
    }
}
