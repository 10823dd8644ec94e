package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.group.AsCompleted;
import rondo.group.Gather;
import rondo.group.Shield;
import rondo.group.TaskGroup;
import rondo.group.Wait;
import rondo.group.When;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// Who awaits a future, and where, as a tree (semantics 17).
final class CallGraphTest {
    private static void run(VoidBody body) {
        try (var runner = new Runner(LoopOptions.defaults().withClock(new VirtualClock()))) {
            runner.run(body);
        }
    }

    private static Task<?> task(String name, VoidBody body) {
        return Task.start(EventLoop.current(), VoidBody.awaitable(body), TaskOptions.named(name));
    }

    private static void turn() {
        Sleep.sleep(Duration.ZERO);
    }

    private static List<String> methods(@Nullable CallGraph graph) {
        assert graph != null;
        return graph.frames().stream().map(StackTraceElement::getMethodName).toList();
    }

    private static void outer(Future<?> future) {
        inner(future);
    }

    private static void inner(Future<?> future) {
        future.await();
    }

    @Test
    void chainOfAwaitingTasksIsATreeThatStartsAtTheFuture() {
        run(() -> {
            var future = new Future<String>();
            Task<?> first = task("first", () -> outer(future));
            Task<?> second = task("second", first::await);
            turn();

            CallGraph graph = CallGraph.capture(future);

            assertThat(graph.future()).isSameAs(future);
            assertThat(graph.frames()).isEmpty();
            CallGraph ofFirst = graph.awaitedBy().getFirst();
            assertThat(ofFirst.future()).isSameAs(first);
            assertThat(ofFirst.awaitedBy()).extracting(CallGraph::future).containsExactly(second);
            assertThat(ofFirst.awaitedBy().getFirst().awaitedBy()).isEmpty();
            future.setResult("over");
        });
    }

    @Test
    void framesAreNewestFirstWithoutTheMachinery() {
        run(() -> {
            var future = new Future<String>();
            Task<?> first = task("first", () -> outer(future));
            turn();

            assertThat(methods(CallGraph.capture(first))).startsWith("inner", "outer");
            assertThat(CallGraph.capture(first).frames())
                    .noneMatch(frame -> frame.getClassName().startsWith("rondo.loop."));
            future.setResult("over");
        });
    }

    @Test
    void limitKeepsTheNewestFramesOrIfNegativeTheOldest() {
        run(() -> {
            var future = new Future<String>();
            Task<?> first = task("first", () -> outer(future));
            turn();
            List<String> all = methods(CallGraph.capture(first));

            assertThat(methods(CallGraph.capture(first, 0, 1))).containsExactly("inner");
            assertThat(methods(CallGraph.capture(first, 0, -1))).containsExactly(all.getLast());
            assertThat(methods(CallGraph.capture(first, 0, 0))).isEmpty();
            future.setResult("over");
        });
    }

    @Test
    void runningTaskIsCapturedWithoutTheNewestFramesThatAreLeftOut() {
        run(() -> {
            CallGraph graph = CallGraph.capture();

            assert graph != null;
            assertThat(graph.future()).isSameAs(Task.current());
            List<String> all = methods(graph);
            assertThat(all).isNotEmpty();
            assertThat(methods(CallGraph.capture(null, 1, CallGraph.ALL_FRAMES)))
                    .isEqualTo(all.subList(1, all.size()));
        });
    }

    @Test
    void depthMustNotBeNegative() {
        run(() -> assertThatIllegalArgumentException()
                .isThrownBy(() -> CallGraph.capture(null, -1, 1))
                .withMessageContaining("depth is -1"));
    }

    @Test
    void callbackHasNoCallGraphOfItsOwn() {
        var captured = new ArrayList<@Nullable CallGraph>();

        run(() -> {
            EventLoop.current().callSoon(() -> captured.add(CallGraph.capture()));
            turn();
        });

        assertThat(captured).containsOnlyNulls().hasSize(1);
    }

    @Test
    void threadWithoutALoopCannotCapture() {
        assertThatIllegalStateException().isThrownBy(CallGraph::capture).withMessageContaining("no event loop runs");
    }

    @Test
    void gatherStandsBetweenItsChildAndTheTaskThatAwaitsIt() {
        run(() -> {
            var future = new Future<String>();
            Task<?> child = task("child", future::await);
            Task<?> parent = task("parent", () -> Gather.gather(List.of(child)));
            turn();

            String text = CallGraph.capture(child).format();

            assertThat(text).contains("Task 'child' AWAITING").contains("Task 'parent' AWAITING");
            future.setResult("over");
            parent.await();
        });
    }

    @Test
    void everyCombinatorTellsWhoAwaitsItsFutureAndForgetsItAtTheEnd() {
        run(() -> {
            var future = new Future<String>();
            task("waiting", () -> Wait.waitUntil(When.ALL_COMPLETED, future));
            task("shielding", () -> Shield.shield(future));
            task("collecting", () -> {
                for (var next : AsCompleted.asCompleted(future)) {
                    next.await();
                }
            });
            task("parent", () -> TaskGroup.run(group -> group.createTask("child", () -> future.await())));
            turn();
            turn();

            assertThat(awaiting(CallGraph.capture(future)))
                    .containsExactly("waiting", "shielding", "collecting", "child", "parent");

            future.setResult("over");
            assertThat(CallGraph.capture(future).awaitedBy()).isEmpty();
        });
    }

    /// The names of the tasks above a future, depth first.
    private static List<String> awaiting(CallGraph graph) {
        var names = new ArrayList<String>();
        for (CallGraph above : graph.awaitedBy()) {
            if (above.future() instanceof Task<?> task) {
                names.add(task.name());
            }
            names.addAll(awaiting(above));
        }
        return names;
    }

    @Test
    void ringIsFollowedOnce() {
        run(() -> {
            var tasks = new ArrayList<Task<?>>();
            tasks.add(task("a", () -> tasks.get(1).await()));
            tasks.add(task("b", () -> tasks.get(0).await()));
            turn();

            CallGraph graph = CallGraph.capture(tasks.getFirst());

            CallGraph again = graph.awaitedBy().getFirst().awaitedBy().getFirst();
            assertThat(again.future()).isSameAs(tasks.getFirst());
            assertThat(again.repeated()).isTrue();
            assertThat(again.awaitedBy()).isEmpty();
            assertThat(graph.format()).endsWith("* Task 'a' AWAITING (shown elsewhere)");
            tasks.getFirst().cancel();
        });
    }

    @Test
    void textHasAStackAndWhoAwaitsIndentedBelow() {
        run(() -> {
            var future = new Future<String>();
            Task<?> first = task("first", () -> outer(future));
            Task<?> second = task("second", first::await);
            turn();
            var out = new ByteArrayOutputStream();

            CallGraph graph = CallGraph.capture(first, 0, 1);
            assert graph != null;
            graph.print(new PrintStream(out, true, StandardCharsets.UTF_8));

            assertThat(out.toString(StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.replaceAll("\\(.*\\)", "()").replaceAll("at .*/", "at ")))
                    .startsWith(
                            "* Task 'first' AWAITING",
                            "  + Call stack:",
                            "  |   at rondo.observe.CallGraphTest.inner()",
                            "  + Awaited by:",
                            "    * Task 'second' AWAITING");
            future.setResult("over");
            second.await();
        });
    }

    @Test
    void nameBreaksNoLineOfTheText() {
        run(() -> {
            Task<?> task = task("two\nlines", () -> {});

            assertThat(CallGraph.capture(task).format()).isEqualTo("* Task 'two\\u000alines' PENDING");
        });
    }

    @Test
    void longChainNeedsNoDeepStack() {
        run(() -> {
            var future = new Future<String>();
            Task<?> last = task("0", future::await);
            for (int i = 1; i <= 5_000; i++) {
                Task<?> before = last;
                last = task("" + i, before::await);
            }
            turn();

            CallGraph graph = CallGraph.capture(future, 0, 0);

            assert graph != null;
            assertThat(graph.format().lines())
                    .hasSize(2 * 5_001 + 1)
                    .last()
                    .asString()
                    .endsWith("* Task '5000' AWAITING");
            future.setResult("over");
            last.await();
        });
    }
}
