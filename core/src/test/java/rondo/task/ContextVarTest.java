package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.finish;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.run;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.yieldOnce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.Context;
import rondo.loop.EventLoop;

/// Who sees which value of a context variable?
final class ContextVarTest {
    @Test
    void childHasACopyOfWhatItsCreatorHadThen() {
        var variable = ContextVar.of("variable", "nope");
        run(() -> {
            var child = Task.start(() -> {
                Sleep.sleep(millis(10));
                var seen = variable.get();
                variable.set("something else");
                return seen;
            });
            variable.set("yes");

            assertThat(child.await()).isEqualTo("nope");
            assertThat(variable.get()).isEqualTo("yes");
        });
    }

    @Test
    void callbackDoesNotChangeItsTask() throws Exception {
        var variable = ContextVar.of("variable", "nope");
        onLoop(loop -> {
            var task = start(loop, () -> {
                for (int j = 0; j < 2; j++) {
                    var future = new Future<Integer>();
                    future.addDoneCallback(done -> variable.set("something else"));
                    variable.set("yes" + j);
                    loop.callSoon(() -> future.setResult(1));
                    future.await();
                    assertThat(variable.get()).isEqualTo("yes" + j);
                    variable.set("sleeping" + j);
                    Sleep.sleep(millis(1));
                    assertThat(variable.get()).isEqualTo("sleeping" + j);
                }
                return variable.get();
            });

            assertThat(finish(task)).isEqualTo("sleeping1");
            assertThat(finish(start(loop, variable::get)))
                    .as("and not the next task")
                    .isEqualTo("nope");
        });
    }

    @Test
    void doneCallbackSeesTheValuesOfItsRegistration() {
        var variable = ContextVar.of("variable", "nope");
        run(() -> {
            List<String> seen = new ArrayList<>();
            var future = new Future<Integer>();
            variable.set("then");
            future.addDoneCallback(done -> seen.add(variable.get()));
            variable.set("later");
            future.setResult(1);
            yieldOnce();

            assertThat(seen).containsExactly("then");
        });
    }

    @Test
    void hundredTasksKeepTheirValuesApart() {
        var variable = ContextVar.of("variable", -1);
        long seed = 20260101L;
        var random = new Random(seed);
        run(() -> {
            List<Task<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tasks.add(Task.start(() -> keepsItsOwn(variable, random)));
            }

            for (var task : tasks) {
                assertThat(task.await()).as("seed %d", seed).isTrue();
            }
            assertThat(variable.get()).isEqualTo(-1);
        });
    }

    private static boolean keepsItsOwn(ContextVar<Integer> variable, Random random) {
        int mine = random.nextInt(10);
        for (int i = 0; i < 10; i++) {
            variable.set(mine + i);
            Sleep.sleep(millis(1 + random.nextInt(50)));
            if (variable.get() != mine + i) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object[] readsOfAGivenContext(TaskStarter starter) {
        ContextVar<Integer> variable = ContextVar.of("variable");
        return VirtualRun.run(() -> {
            var context = new Context();
            var reads = new @Nullable Object[3];
            for (int i = 0; i < 3; i++) {
                reads[i] = context.get(variable);
                int next = i + 1;
                starter.start(
                                () -> {
                                    yieldOnce();
                                    variable.set(next);
                                    return next;
                                },
                                TaskOptions.defaults().withContext(context))
                        .await();
            }
            return reads;
        });
    }

    @FunctionalInterface
    private interface TaskStarter {
        Task<Integer> start(Awaitable<Integer> body, TaskOptions options);
    }

    @Test
    void taskWithAGivenContextSetsItThere() {
        var reads = readsOfAGivenContext((body, options) -> Task.create(EventLoop.current(), body, options));

        assertThat(Arrays.asList(reads)).containsExactly(null, 1, 2);
    }

    @Test
    void taskStartedWithAGivenContextSetsItThere() {
        var reads = readsOfAGivenContext((body, options) -> Task.start(EventLoop.current(), body, options));

        assertThat(Arrays.asList(reads)).containsExactly(null, 1, 2);
    }

    @Test
    void taskOfAFactoryWithAGivenContextSetsItThere() {
        var reads = readsOfAGivenContext((body, options) -> {
            Task.factory(EventLoop.current(), TaskFactory.EAGER);
            return Task.start(EventLoop.current(), body, options);
        });

        assertThat(Arrays.asList(reads)).containsExactly(null, 1, 2);
    }

    @Test
    void contextOfATaskIsTheOneItWasGiven() throws Exception {
        onLoop(loop -> {
            var context = new Context();

            var task = Task.start(loop, () -> 1, TaskOptions.defaults().withContext(context));
            finish(task);

            assertThat(task.context()).isSameAs(context);
        });
    }

    @Test
    void exceptionHandlerSeesTheValuesOfTheCallbackThatFailed() {
        var variable = ContextVar.of("variable", "foo");
        run(() -> {
            List<String> seen = new ArrayList<>();
            var loop = EventLoop.current();
            loop.exceptionHandler((l, report) -> seen.add(variable.get()));
            loop.callSoon(() -> {
                variable.set("bar");
                throw new ArithmeticException("1/0");
            });
            yieldOnce();
            yieldOnce();

            assertThat(seen).containsExactly("bar");
        });
    }

    @Test
    void resetRestoresWhatWasBefore() {
        var variable = ContextVar.of("variable", "default");
        run(() -> {
            var first = variable.set("one");
            var second = variable.set("two");

            variable.reset(second);
            assertThat(variable.get()).isEqualTo("one");
            variable.reset(first);
            assertThat(variable.get()).isEqualTo("default");
        });
    }

    @Test
    void withoutAValueAndADefaultIsAnError() {
        ContextVar<String> variable = ContextVar.of("variable");

        run(() -> assertThatThrownBy(variable::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("variable"));
    }

    @Test
    void tokenRestoresOnce() {
        var variable = ContextVar.of("variable", "default");
        run(() -> {
            var token = variable.set("one");
            variable.reset(token);
            variable.set("two");

            assertThatThrownBy(() -> variable.reset(token))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'variable' has been used already");
            assertThat(variable.get()).isEqualTo("two");
        });
    }

    @Test
    void tokenOfAnotherTaskIsRefused() {
        var variable = ContextVar.of("variable", "default");
        run(() -> {
            var token = variable.set("mine");
            var child = Task.start(() -> {
                assertThatThrownBy(() -> variable.reset(token))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("'variable' is of another task or callback");
                return variable.get();
            });

            assertThat(child.await()).isEqualTo("mine");
            variable.reset(token);
            assertThat(variable.get()).isEqualTo("default");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without such checks may pass
    void nullIsNoValue() {
        ContextVar<String> variable = ContextVar.of("variable");
        run(() -> {
            variable.set("one");

            assertThatThrownBy(() -> variable.set(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the value of context variable 'variable' is null");
            assertThat(variable.get()).isEqualTo("one");
        });
    }
}
