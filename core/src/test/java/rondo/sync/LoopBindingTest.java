package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.loop.EventLoop;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Which loop a primitive belongs to, and what happens to those who come from elsewhere.
final class LoopBindingTest {
    /// A primitive: what makes a task wait there, and what must not be done from another thread.
    record Primitive(String name, Object self, VoidBody waits, List<Runnable> uses) {
        static Primitive of(String name, Object self, VoidBody waits, Runnable... uses) {
            return new Primitive(name, self, waits, List.of(uses));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Primitive> primitives() {
        return Stream.<Supplier<Primitive>>of(
                        LoopBindingTest::lock,
                        LoopBindingTest::event,
                        LoopBindingTest::condition,
                        LoopBindingTest::semaphore,
                        LoopBindingTest::boundedSemaphore,
                        LoopBindingTest::barrier,
                        LoopBindingTest::emptyQueue,
                        LoopBindingTest::fullQueue,
                        LoopBindingTest::unfinishedQueue,
                        LoopBindingTest::iteratedQueue)
                .map(Supplier::get);
    }

    private static Primitive lock() {
        var lock = new Lock();
        lock.acquire();
        return Primitive.of("lock", lock, lock::acquire, lock::acquire, lock::release, lock::hold);
    }

    private static Primitive event() {
        var event = new Event();
        return Primitive.of("event", event, event::await, event::await, event::set, event::clear);
    }

    private static Primitive condition() {
        var condition = new Condition();
        return Primitive.of(
                "condition",
                condition,
                () -> {
                    if (!condition.locked()) {
                        condition.acquire();
                    }
                    condition.await();
                },
                condition::acquire,
                condition::release,
                condition::hold,
                condition::signal,
                condition::signalAll);
    }

    private static Primitive semaphore() {
        var semaphore = new Semaphore(0);
        return Primitive.of(
                "semaphore", semaphore, semaphore::acquire, semaphore::acquire, semaphore::release, semaphore::hold);
    }

    private static Primitive boundedSemaphore() {
        var semaphore = new BoundedSemaphore(1);
        semaphore.acquire();
        return Primitive.of("bounded semaphore", semaphore, semaphore::acquire, semaphore::release);
    }

    private static Primitive barrier() {
        var barrier = new Barrier(2);
        return Primitive.of("barrier", barrier, barrier::await, barrier::await, barrier::reset, barrier::abort);
    }

    private static Primitive emptyQueue() {
        var queue = new Queue<Integer>();
        return Primitive.of(
                "empty queue",
                queue,
                queue::get,
                queue::get,
                queue::getNowait,
                () -> queue.putNowait(1),
                queue::shutdown);
    }

    private static Primitive fullQueue() {
        var queue = new Queue<Integer>(1);
        queue.putNowait(1);
        return Primitive.of("full queue", queue, () -> queue.put(2), () -> queue.put(2), queue::get, queue::taskDone);
    }

    private static Primitive unfinishedQueue() {
        var queue = new LifoQueue<Integer>();
        queue.putNowait(1);
        queue.getNowait();
        return Primitive.of("unfinished queue", queue, queue::join, queue::join, queue::taskDone);
    }

    private static Primitive iteratedQueue() {
        var queue = new PriorityQueue<Integer>();
        var items = queue.iterator();
        return Primitive.of(
                "iterated queue",
                queue,
                () -> assertThat(items.hasNext()).isTrue(),
                () -> assertThat(items.hasNext()).isTrue(),
                items::next);
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void taskOfASecondLoopCannotWaitWhereOneOfTheFirstHasWaited(Primitive primitive) {
        run("first", () -> waitInVain(primitive));

        run(
                "second",
                () -> assertThatIllegalStateException()
                        .isThrownBy(() -> primitive.waits().run())
                        .withMessageContaining("EventLoop[first")
                        .withMessageContaining("EventLoop[second")
                        .withMessageContaining("one for each loop"));
    }

    private static void waitInVain(Primitive primitive) {
        Task<?> waiter = task(primitive.waits());
        turn();
        assertThat(waiter.done()).isFalse();
        waiter.cancel();
        turn();
        assertThat(waiter.cancelled()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void refusedTaskLeavesNoTrace(Primitive primitive) {
        run(() -> waitInVain(primitive));
        String before = primitive.self().toString();

        run(() -> assertThatIllegalStateException()
                .isThrownBy(() -> primitive.waits().run()));

        assertThat(withoutHolder(primitive.self().toString())).isEqualTo(withoutHolder(before));
    }

    private static String withoutHolder(String description) {
        return description.replaceAll(", held by task [^,\\]]+", "");
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void otherThreadIsRefusedWhileTheLoopRuns(Primitive primitive) {
        run(() -> {
            Task<?> waiter = task(primitive.waits());
            turn();
            String before = primitive.self().toString();

            for (var use : primitive.uses()) {
                assertThat(errorOnAnotherThread(use))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("loop 'main'")
                        .hasMessageContaining("thread 'stranger'")
                        .hasMessageContaining("callSoonThreadsafe");
            }

            assertThat(primitive.self()).hasToString(before);
            waiter.cancel();
        });
    }

    @Test
    void otherThreadIsRefusedWhereTasksHaveNeverHadToWait() {
        var event = new Event();
        var lock = new Lock();
        var semaphore = new Semaphore(1);
        var queue = new Queue<Integer>();
        var condition = new Condition(lock);

        run(() -> {
            event.clear();
            condition.acquire();
            semaphore.acquire();
            queue.put(1);
            for (var use : List.<Runnable>of(
                    event::set,
                    lock::release,
                    condition::signal,
                    semaphore::release,
                    () -> queue.putNowait(2),
                    queue::getNowait,
                    queue::taskDone,
                    queue::shutdown)) {
                assertThat(errorOnAnotherThread(use))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("loop 'main'")
                        .hasMessageContaining("thread 'stranger'");
            }
            assertThat(queue.size()).isEqualTo(1);
        });
        assertThatNoException().isThrownBy(queue::getNowait);
    }

    private static @Nullable Throwable errorOnAnotherThread(Runnable use) {
        var error = new AtomicReference<@Nullable Throwable>();
        var stranger = Thread.ofPlatform().name("stranger").start(() -> {
            try {
                use.run();
            } catch (Throwable e) {
                error.set(e);
            }
        });
        while (stranger.isAlive()) {
            turn();
        }
        return error.get();
    }

    @Test
    void loopOnAnotherThreadIsRefusedByName() {
        run(() -> {
            var event = new Event();
            Task<?> waiter = task(event::await);
            turn();

            var error = errorOnAnotherThread(() -> run("other", event::set));

            assertThat(error)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("loop 'main'")
                    .hasMessageContaining("loop 'other'");
            assertThat(event.isSet()).isFalse();
            waiter.cancel();
        });
    }

    @Test
    void callSoonThreadsafeIsTheWayIn() {
        run(() -> {
            var event = new Event();
            EventLoop loop = EventLoop.current();
            Task<?> waiter = task(event::await);
            turn();

            assertThat(errorOnAnotherThread(() -> loop.callSoonThreadsafe(event::set)))
                    .isNull();
            waiter.await();

            assertThat(event.isSet()).isTrue();
        });
    }

    @Test
    void primitiveThatNobodyWaitedForMayBeUsedByOneLoopAfterTheOther() {
        var queue = new Queue<Integer>();
        queue.putNowait(1);

        run(() -> queue.put(2));
        run(() -> assertThat(queue.get()).isEqualTo(1));

        assertThat(queue.getNowait()).isEqualTo(2);
    }

    @Test
    void primitiveOfALoopThatHasEndedMayBeUsedWithoutWaiting() {
        var queue = new Queue<Integer>();
        run(() -> {
            Task<Integer> getter = Task.start(queue::get);
            turn();
            queue.put(1);
            getter.await();
            queue.put(2);
        });

        assertThat(queue.getNowait()).isEqualTo(2);
        run(() -> assertThatNoException().isThrownBy(() -> queue.put(3)));
    }

    @Test
    void lockOfAnotherLoopIsTakenAsLongAsItIsFree() {
        var lock = new Lock();
        run(() -> {
            lock.acquire();
            waitInVain(Primitive.of("lock", lock, lock::acquire));
            lock.release();
        });

        run(() -> {
            try (var _ = lock.hold()) {
                var condition = new Condition(lock);
                assertThatIllegalStateException().isThrownBy(condition::acquire).withMessageContaining("belongs to");
            }
        });
    }

    @Test
    void conditionBelongsToALoopOfItsOwn() {
        var lock = new Lock();
        var condition = new Condition(lock);
        run(() -> waitInVain(Primitive.of("condition", condition, () -> {
            try (var _ = condition.hold()) {
                condition.await();
            }
        })));

        run(() -> {
            try (var _ = lock.hold()) {
                assertThatIllegalStateException().isThrownBy(condition::await).withMessageContaining("belongs to");
                assertThat(lock.locked()).isTrue();
            }
        });
    }

    @Test
    void nothingCanBeAwaitedWithoutALoop() {
        assertThatIllegalStateException().isThrownBy(new Event()::await);
        assertThatIllegalStateException().isThrownBy(new Queue<Integer>()::get);
    }
}
