package rondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.Rondo.createTask;
import static rondo.Rondo.currentTask;
import static rondo.Rondo.sleep;
import static rondo.Rondo.timeout;
import static rondo.Rondo.timeoutScope;
import static rondo.Rondo.toThread;
import static rondo.Rondo.waitFor;
import static rondo.group.Gather.LEAVE_RUNNING;
import static rondo.group.Gather.gather;
import static rondo.group.Gather.gatherOutcomes;
import static rondo.group.Shield.shield;
import static rondo.group.Wait.waitUntil;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.group.ExceptionGroup;
import rondo.group.Outcome;
import rondo.group.TaskGroup;
import rondo.group.WaitResult;
import rondo.group.When;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.sync.Barrier;
import rondo.sync.Condition;
import rondo.sync.Lock;
import rondo.sync.Queue;
import rondo.sync.Semaphore;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.Timeout;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// The golden traces T1 to T36: small programs whose order CPython 3.13 was seen to have. One file, longer than
/// others, as it is one table.
class GoldenTraceTest {
    private final List<String> trail = new ArrayList<>();

    // --- order: T1 to T3 -------------------------------------------------------------------------

    @Test
    void t1CallbacksAndTasksTakeTurnsInTheOrderOfTheirQueueing() {
        run(() -> {
            var loop = EventLoop.current();
            loop.callSoon(() -> log("cs1"));
            var a = createTask(() -> {
                log("A0");
                step();
                log("A1");
                step();
                log("Aend");
            });
            loop.callSoon(() -> log("cs2"));

            log("main");
            step();
            log("main2");
            a.await();
        });

        assertTrail("main", "cs1", "A0", "cs2", "main2", "A1", "Aend");
    }

    @Test
    void t2GatheredTasksInterleave() {
        run(() -> {
            var results = gather(() -> steps("A", 1), () -> steps("B", 3), () -> steps("C", 2));
            log(results.toString());
        });

        assertTrail("A0", "B0", "C0", "Aend", "B1", "C1", "B2", "Cend", "Bend", "[A, B, C]");
    }

    private String steps(String name, int count) {
        for (int i = 0; i < count; i++) {
            log(name + i);
            step();
        }
        log(name + "end");
        return name;
    }

    @Test
    void t3TheOthersOfAFailedGatherRunOnIfLeftTo() {
        run(() -> {
            VoidBody fails = () -> {
                log("f!");
                throw new IOException("f");
            };
            try {
                gather(LEAVE_RUNNING, fails, () -> {
                    sleepMillis(20);
                    log("slow-finished");
                });
            } catch (Exception e) {
                log("caught");
            }
            sleepMillis(40);
            log("end");
        });

        assertTrail("f!", "caught", "slow-finished", "end");
    }

    // --- cancelling a task: T4 to T7 -------------------------------------------------------------

    @Test
    void t4ATaskCancelledBeforeItsFirstStepNeverRuns() {
        run(() -> {
            var task = createTask(() -> log("body"));
            task.cancel();
            log("cancelled=" + task.cancelled() + " cancelling=" + task.cancelling());

            logCancellation(task);

            log("cancelled=" + task.cancelled());
        });

        assertTrail("cancelled=false cancelling=1", "CE", "cancelled=true");
    }

    @Test
    void t5ACancelBeatsTheResultThatCameInTheSameStep() {
        run(() -> {
            var future = new Future<String>();
            var task = createTask(() -> logCancellation(future));
            step();

            future.setResult("ready");
            log("cancel=" + task.cancel());
            task.await();

            log("done=" + future.done());
        });

        assertTrail("cancel=true", "CE", "done=true");
    }

    @Test
    void t6ATaskThatCancelsItselfAndReturnsIsCancelled() {
        run(() -> {
            var task = createTask(() -> {
                currentTask().cancel();
                return 7;
            });

            logCancellation(task);
        });

        assertTrail("CE");
    }

    @Test
    void t7OwnCancelComesAtTheNextRealSuspension() {
        run(() -> {
            var value = createTask(() -> {
                currentTask().cancel();
                logCancellation(GoldenTraceTest::step);
                var done = new Future<Integer>();
                done.setResult(3);
                currentTask().cancel();
                log("value " + done.await());
                logCancellation(() -> sleepMillis(5));
                return "ok";
            });

            log(value.await());
        });

        assertTrail("CE", "value 3", "CE", "ok");
    }

    // --- deadlines: T8 to T10, T33 ---------------------------------------------------------------

    @Test
    void t8WaitForGivesWhatTheBodyMadeOfTheCancellation() {
        run(() -> {
            var task = createTask(() -> valueInsteadOfCancellation());

            log("coroutine " + waitFor(() -> valueInsteadOfCancellation(), Duration.ofMillis(10)));
            log("task " + waitFor(task, Duration.ofMillis(10)));
        });

        assertTrail("coroutine value", "task value");
    }

    private static String valueInsteadOfCancellation() {
        try {
            sleepMillis(1_000);
            return "not cancelled";
        } catch (CancelledError e) {
            return "value";
        }
    }

    @Test
    void t8WaitForPassesOnWhatTheBodyThrewInsteadOfTheCancellation() {
        run(() -> {
            VoidBody body = () -> {
                try {
                    sleepMillis(1_000);
                } catch (CancelledError e) {
                    throw new IOException("from the clean-up", e);
                }
            };

            assertThatThrownBy(() -> waitFor(body, Duration.ofMillis(10)))
                    .isInstanceOf(IOException.class)
                    .hasSuppressedException(new TimeoutException("the deadline passed"));
        });
    }

    @Test
    void t8WaitForWithoutTimeNeverStartsTheBody() {
        run(() -> {
            assertThatThrownBy(() -> waitFor(() -> log("started"), Duration.ZERO))
                    .isInstanceOf(TimeoutException.class);
        });

        assertTrail();
    }

    @Test
    void t9ATimeoutDoesNotTakeACancelThatWasNotItsOwn() {
        run(() -> {
            try {
                timeoutScope(Duration.ofMillis(10), scope -> {
                    try {
                        sleepMillis(1_000);
                    } catch (CancelledError e) {
                        currentTask().cancel();
                        log("expired=" + scope.expired() + " cancelling="
                                + currentTask().cancelling());
                        throw e;
                    }
                    return true;
                });
            } catch (CancelledError e) {
                log("CE cancelling=" + currentTask().cancelling());
            }
            currentTask().uncancel();
        });

        assertTrail("expired=true cancelling=2", "CE cancelling=1");
    }

    @Test
    void t10ATimeoutOfZeroComesAtTheFirstSuspensionIfThereIsOne() {
        run(() -> {
            try {
                timeout(Duration.ZERO, () -> {
                    log("body");
                    step();
                    log("not reached");
                });
            } catch (TimeoutException e) {
                log("timeout");
            }

            timeout(Duration.ZERO, () -> log("no await"));
            step();
            log("cancelling=" + currentTask().cancelling());
        });

        assertTrail("body", "timeout", "no await", "cancelling=0");
    }

    @Test
    void t33OfTwoTimeoutsThatExpireTogetherTheOuterOneThrows() {
        var scopes = new ArrayList<Timeout>();
        run(() -> {
            try {
                timeoutScope(Duration.ofMillis(10), outer -> {
                    scopes.add(outer);
                    nestedTimeout(10);
                    return true;
                });
            } catch (TimeoutException e) {
                boolean expired = scopes.getFirst().expired();
                log("outer timeout expired=" + expired + " cancelling="
                        + currentTask().cancelling());
            }
        });

        assertTrail("inner expired=true", "outer timeout expired=true cancelling=0");
    }

    @Test
    void t33OnlyTheInnerTimeoutThrowsIfOnlyItExpired() {
        run(() -> {
            timeoutScope(Duration.ofMillis(20), outer -> {
                try {
                    nestedTimeout(10);
                } catch (TimeoutException e) {
                    log("inner timeout outer expired=" + outer.expired());
                }
                return true;
            });
        });

        assertTrail("inner expired=true", "inner timeout outer expired=false");
    }

    private void nestedTimeout(long millis) throws TimeoutException {
        timeoutScope(Duration.ofMillis(millis), inner -> {
            try {
                sleepMillis(1_000);
            } catch (CancelledError e) {
                log("inner expired=" + inner.expired());
                throw e;
            }
            return true;
        });
    }

    // --- task groups: T11 to T15, T34 ------------------------------------------------------------

    @Test
    void t11AGroupCancelsTheOthersAndCollectsTheErrors() {
        run(() -> {
            try {
                TaskGroup.run(group -> {
                    group.createTask(() -> logIfCancelled("a-cancelled"));
                    group.createTask(() -> failAtSecondStep("f"));
                    group.createTask(() -> failAtSecondStep("g"));
                    logIfCancelled("body-cancelled");
                });
            } catch (ExceptionGroup e) {
                log("group " + messages(e) + " cancelling=" + currentTask().cancelling());
            }
        });

        assertTrail("f!", "g!", "a-cancelled", "body-cancelled", "group [f, g] cancelling=0");
    }

    private void failAtSecondStep(String name) throws IOException {
        step();
        log(name + "!");
        throw new IOException(name);
    }

    @Test
    void t12ACancelledChildDoesNotFailItsGroup() {
        run(() -> {
            TaskGroup.run(group -> {
                var child = group.createTask(() -> logIfCancelled("child cancelled"));
                group.createTask(() -> log("other"));
                step();
                child.cancel();
            });
            log("no error");
        });

        assertTrail("other", "child cancelled", "no error");
    }

    @Test
    void t13AGroupWhoseBodyFailsCancelsItsChildren() {
        run(() -> {
            try {
                TaskGroup.run(group -> {
                    group.createTask(() -> logIfCancelled("child cancelled"));
                    step();
                    throw new IOException("body");
                });
            } catch (ExceptionGroup e) {
                log("group " + messages(e));
            }
        });

        assertTrail("child cancelled", "group [body]");
    }

    @Test
    void t14AnInnerGroupsErrorCancelsTheOuterGroup() {
        run(() -> {
            try {
                TaskGroup.run(outer -> {
                    outer.createTask(() -> logIfCancelled("outerchild-c"));
                    TaskGroup.run(inner -> {
                        inner.createTask(() -> logIfCancelled("innerchild-c"));
                        inner.createTask(() -> failAtSecondStep("f"));
                    });
                });
            } catch (ExceptionGroup e) {
                log("group of group " + messages((ExceptionGroup) e.exceptions().getFirst()));
            }
        });

        assertTrail("f!", "innerchild-c", "outerchild-c", "group of group [f]");
    }

    @Test
    void t15ACancelFromOutsideIsDeliveredAgainAfterTheGroupsErrors() {
        run(() -> {
            var parent = createTask(() -> {
                try {
                    TaskGroup.run(group -> group.createTask(() -> {
                        try {
                            sleepMillis(1_000);
                        } finally {
                            throwIo("clean-up");
                        }
                    }));
                } catch (ExceptionGroup e) {
                    log("group " + messages(e) + " cancelling=" + currentTask().cancelling());
                }
                logIfCancelled("CE again");
            });
            step();
            step();

            parent.cancel();
            logCancellation(parent);

            log("cancelled=" + parent.cancelled());
        });

        assertTrail("group [clean-up] cancelling=1", "CE again", "CE", "cancelled=true");
    }

    @Test
    void t34AChildMayAddASiblingWhileTheGroupWaitsButNobodyOnceItHasEnded() {
        run(() -> {
            var kept = new ArrayList<TaskGroup>();
            TaskGroup.run(group -> {
                kept.add(group);
                group.createTask(() -> {
                    step();
                    group.createTask(() -> log("sibling"));
                });
            });

            assertThatThrownBy(() -> kept.getFirst().createTask(() -> log("late")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("finished");
        });

        assertTrail("sibling");
    }

    // --- wait, shield, gather: T16 to T20 --------------------------------------------------------

    @Test
    void t16ACancelledTaskIsNoFirstException() {
        run(() -> {
            var sleeper = createTask(() -> sleepMillis(20));
            var cancelled = createTask(() -> sleepMillis(1_000));
            step();
            cancelled.cancel();

            WaitResult<?> result = waitUntil(When.FIRST_EXCEPTION, List.of(sleeper, cancelled));

            log("done=" + result.done().size() + " at " + millis());
        });

        assertTrail("done=2 at 20");
    }

    @Test
    void t17WaitSuspendsEvenIfAllIsDone() {
        run(() -> {
            var done = createTask(() -> log("first"));
            done.await();
            createTask(() -> log("other"));

            waitUntil(When.ALL_COMPLETED, done);

            log("waited");
        });

        assertTrail("first", "other", "waited");
    }

    @Test
    void t18AShieldedTaskOutlivesTheOneThatAwaitsIt() {
        run(() -> {
            var inner = createTask(() -> {
                sleepMillis(10);
                log("inner finished");
            });
            var outer = createTask(() -> {
                try {
                    shield(inner);
                } catch (CancelledError e) {
                    log("outer-c");
                    throw e;
                }
            });
            step();

            outer.cancel();
            inner.await();
        });

        assertTrail("outer-c", "inner finished");
    }

    @Test
    void t19ACancelledGatherEndsCancelledWhateverItsChildrenMakeOfIt() {
        run(() -> {
            cancelGather(createTask(() -> gather(() -> logIfCancelled("a passes"), () -> swallow("b swallows"))));
            cancelGather(createTask(
                    () -> gather(LEAVE_RUNNING, () -> logIfCancelled("a passes"), () -> swallow("b swallows"))));
            cancelGather(
                    createTask(() -> gatherOutcomes(() -> logIfCancelled("a passes"), () -> swallow("b swallows"))));
            cancelGather(createTask(() -> gather(LEAVE_RUNNING, () -> swallow("swallows"), () -> swallow("swallows"))));
        });

        assertTrail(
                "a passes",
                "b swallows",
                "CE",
                "a passes",
                "b swallows",
                "CE",
                "a passes",
                "b swallows",
                "CE",
                "swallows",
                "swallows",
                "CE");
    }

    private void cancelGather(Task<?> gathering) {
        step();
        step();
        gathering.cancel();
        logCancellation(gathering);
    }

    private void swallow(String words) {
        try {
            sleepMillis(1_000);
        } catch (CancelledError e) {
            log(words);
        }
    }

    @Test
    void t20AChildThatIsCancelledCountsAsFailedAndTheOtherRunsOn() {
        run(() -> {
            var x = createTask(() -> sleepMillis(1_000));
            var y = createTask(() -> sleepMillis(10));
            EventLoop.current().callSoon(x::cancel);
            logCancellation(() -> gather(LEAVE_RUNNING, List.of(x, y)));
            log("y done=" + y.done());

            var outcomes = gatherOutcomes(List.of(x));
            log("cancelled=" + (outcomes.getFirst() instanceof Outcome.Cancelled));
        });

        assertTrail("CE", "y done=false", "cancelled=true");
    }

    // --- the loop and futures: T21, T22, T32, T35 ------------------------------------------------

    @Test
    void t21WhatIsQueuedGoesFirstThenIoThenTimers() throws IOException {
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            sink.write(ByteBuffer.wrap(new byte[] {1}));
            run(() -> {
                var loop = EventLoop.current();
                loop.onReadable(source, () -> {
                    log("io");
                    loop.removeReadable(source);
                });
                loop.callLater(Duration.ZERO, () -> log("timer0"));
                loop.callSoon(() -> {
                    log("c1");
                    loop.callSoon(() -> log("c1-child"));
                });
                loop.callSoon(() -> log("c2"));
                sleepMillis(1);
            });
        }

        assertTrail("c1", "c2", "io", "timer0", "c1-child");
    }

    @Test
    void t22DoneCallbacksRunBehindWhatIsQueued() {
        run(() -> {
            var future = new Future<Integer>();
            future.addDoneCallback(_ -> log("cb1"));
            future.addDoneCallback(_ -> log("cb2"));
            future.setResult(1);
            log("after-set");
            future.addDoneCallback(_ -> log("cb3"));
            step();
            log("next");
        });

        assertTrail("after-set", "cb1", "cb2", "cb3", "next");
    }

    @Test
    void t32StopLetsTheIterationFinishAndKeepsWhatItQueued() {
        try (var loop = new EventLoop(virtualTime())) {
            loop.callSoon(() -> {
                log("st");
                loop.stop();
                loop.callSoon(() -> log("queued"));
            });
            loop.callSoon(() -> log("sibling"));

            loop.runForever();
            log("returned");
            loop.stop();
            loop.runForever();
        }

        assertTrail("st", "sibling", "returned", "queued");
    }

    @Test
    void t35AnAwaiterOfAFutureOrTaskGoesOnInTheNextIterationThatOfACombinatorInTheOneAfter() {
        run(() -> {
            var clock = new IterationCount();
            var future = new Future<Integer>();
            EventLoop.current().callSoon(() -> {
                clock.completed();
                future.setResult(1);
            });
            future.await();
            log("future +" + clock.sinceCompletion());

            createTask(clock::completed).await();
            log("task +" + clock.sinceCompletion());

            VoidBody fails = () -> {
                clock.completed();
                throw new IOException("fails");
            };
            assertThatThrownBy(() -> gather(LEAVE_RUNNING, fails)).hasMessage("fails");
            log("gather +" + clock.sinceCompletion());

            waitUntil(When.ALL_COMPLETED, createTask(clock::completed));
            log("wait +" + clock.sinceCompletion());
        });

        assertTrail("future +1", "task +1", "gather +2", "wait +2");
    }

    /// Counts iterations by a callback that queues itself again, always ahead of what the test has queued.
    private static final class IterationCount {
        private final EventLoop loop = EventLoop.current();
        private int now;
        private int completion;

        IterationCount() {
            loop.callSoon(this::next);
        }

        private void next() {
            now++;
            loop.callSoon(this::next);
        }

        void completed() {
            completion = now;
        }

        int sinceCompletion() {
            return now - completion;
        }
    }

    // --- locks and queues: T23 to T29 ------------------------------------------------------------

    @Test
    void t23AnItemMayBeTakenBeforeTheGetterThatItWoke() {
        run(() -> {
            var queue = new Queue<Integer>();
            var getters = tasks(() -> log("a=" + queue.get()), () -> log("b=" + queue.get()));
            step();

            queue.putNowait(1);
            log("taken " + queue.getNowait());
            queue.putNowait(2);
            queue.putNowait(3);
            getters.forEach(Task::await);
        });

        assertTrail("taken 1", "a=2", "b=3");
    }

    @Test
    void t24ANewcomerMayOvertakeAPutterThatWaits() {
        run(() -> {
            var queue = new Queue<String>(1);
            queue.putNowait("first");
            var putter = createTask(() -> queue.put("waiting"));
            step();

            log(queue.getNowait());
            queue.putNowait("barger");
            step();
            log(queue.get());
            log(queue.get());
            putter.await();
        });

        assertTrail("first", "barger", "waiting");
    }

    @Test
    void t25AReleasedPermitIsTheWaitersAtOnce() {
        run(() -> {
            var semaphore = new Semaphore(1);
            semaphore.acquire();
            var holders = tasks(() -> hold(semaphore, "a"), () -> hold(semaphore, "b"));
            step();

            semaphore.release();
            log("locked=" + semaphore.locked());
            hold(semaphore, "newcomer");
            holders.forEach(Task::await);
        });

        assertTrail("locked=true", "a", "b", "newcomer");
    }

    private void hold(Semaphore semaphore, String name) {
        try (var _ = semaphore.hold()) {
            log(name);
        }
    }

    @Test
    void t26APermitGivenToACancelledTaskGoesToTheNext() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var x = createTask(() -> hold(semaphore, "x"));
            var y = createTask(() -> hold(semaphore, "y"));
            step();

            semaphore.release();
            x.cancel();
            y.await();

            log("x cancelled=" + x.cancelled());
        });

        assertTrail("y", "x cancelled=true");
    }

    @Test
    void t27AReleasedLockIsFreeButNobodyOvertakes() {
        run(() -> {
            var lock = new Lock();
            lock.acquire();
            var holders = tasks(() -> hold(lock, "a"), () -> hold(lock, "b"));
            step();

            lock.release();
            log("locked=" + lock.locked());
            hold(lock, "newcomer");
            holders.forEach(Task::await);
        });

        assertTrail("locked=false", "a", "b", "newcomer");
    }

    private void hold(Lock lock, String name) {
        try (var _ = lock.hold()) {
            log(name);
        }
    }

    @Test
    void t28ASignalledWaiterThatIsCancelledPassesTheSignalOn() {
        run(() -> {
            var condition = new Condition();
            var waiters = tasks(() -> wait(condition, "a"), () -> wait(condition, "b"), () -> wait(condition, "c"));
            step();

            try (var _ = condition.hold()) {
                condition.signal(1);
                waiters.getFirst().cancel();
            }
            sleepMillis(1);
            log("before the rest");
            try (var _ = condition.hold()) {
                condition.signalAll();
            }
            waiters.getLast().await();
        });

        assertTrail("a-c", "b", "before the rest", "c");
    }

    private void wait(Condition condition, String name) {
        try (var _ = condition.hold()) {
            condition.await();
            log(name);
        } catch (CancelledError e) {
            log(name + "-c");
            throw e;
        }
    }

    @Test
    void t29TheLastToArriveAtABarrierGoesOnFirst() {
        run(() -> {
            var barrier = new Barrier(3);
            tasks(
                            () -> log("a:" + barrier.await()),
                            () -> log("b:" + barrier.await()),
                            () -> log("c:" + barrier.await()))
                    .forEach(Task::await);
        });

        assertTrail("c:2", "a:0", "b:1");
    }

    // --- threads, eager start and timers: T30, T31, T36 --------------------------------------------------------

    @Test
    void t30AnEagerTaskRunsItsFirstStepBeforeItsCreationReturns() {
        run(() -> {
            var a = eager(() -> {
                log("a1");
                step();
                log("a2");
            });
            log("created");
            var synchronous = eager(() -> log("sync"));
            log("done=" + synchronous.done());
            a.await();
        });

        assertTrail("a1", "created", "sync", "done=true", "a2");
    }

    private static Task<@Nullable Void> eager(VoidBody body) {
        TaskOptions eagerly = TaskOptions.defaults().withEager(true);
        return Task.start(EventLoop.current(), VoidBody.awaitable(body), eagerly);
    }

    @Test
    void t31AJobInAThreadGoesOnAfterItsAwaiterTimedOut() {
        var started = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        Rondo.run(() -> {
            var job = createTask(() -> toThread(() -> {
                started.countDown();
                release.await();
                log("thread done");
            }));
            toThread(() -> started.await());
            try {
                waitFor(job, Duration.ofMillis(5));
            } catch (TimeoutException e) {
                log("timeout");
            }
            release.countDown();
        }); // whose end waits for the thread

        assertTrail("timeout", "thread done");
    }

    @Test
    void t36SleepersWakeInTheOrderOfTheirDeadlines() {
        run(() -> gather(sleeper("a", 10), sleeper("b", 5), sleeper("c", 0), sleeper("d", 10)));

        assertTrail("c", "b", "a", "d");
    }

    private VoidBody sleeper(String name, long millis) {
        return () -> {
            sleepMillis(millis);
            log(name);
        };
    }

    // --- what they share -------------------------------------------------------------------------

    private static LoopOptions virtualTime() {
        return LoopOptions.defaults().withClock(new VirtualClock());
    }

    private static void run(VoidBody main) {
        Rondo.run(virtualTime(), main);
    }

    private void log(String words) {
        trail.add(words);
    }

    private void assertTrail(String... expected) {
        assertThat(trail).containsExactly(expected);
    }

    /// Gives up the rest of this step, as `sleep(0)` does.
    private static void step() {
        sleep(Duration.ZERO);
    }

    private static void sleepMillis(long millis) {
        sleep(Duration.ofMillis(millis));
    }

    private static long millis() {
        return Duration.ofNanos(EventLoop.current().time()).toMillis();
    }

    /// Awaits, and logs the cancellation that comes of it.
    private void logCancellation(VoidBody body) throws Exception {
        try {
            body.run();
            log("no cancellation");
        } catch (CancelledError e) {
            log("CE");
        }
    }

    private void logCancellation(Future<?> future) {
        try {
            future.await();
            log("no cancellation");
        } catch (CancelledError e) {
            log("CE");
        }
    }

    /// Sleeps until it is cancelled, and lets the cancellation pass.
    private void logIfCancelled(String words) {
        try {
            sleepMillis(1_000);
        } catch (CancelledError e) {
            log(words);
            throw e;
        }
    }

    private static List<Task<?>> tasks(VoidBody... bodies) {
        List<Task<?>> tasks = new ArrayList<>();
        for (VoidBody body : bodies) {
            tasks.add(createTask(body));
        }
        return tasks;
    }

    private static void throwIo(String message) throws IOException {
        throw new IOException(message);
    }

    private static List<@Nullable String> messages(ExceptionGroup group) {
        List<@Nullable String> messages = new ArrayList<>();
        group.exceptions().forEach(error -> messages.add(error.getMessage()));
        return messages;
    }
}
