package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static rondo.group.InVirtualTime.after;
import static rondo.group.InVirtualTime.failsAfter;
import static rondo.group.InVirtualTime.failsInCleanUp;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;
import static rondo.group.InVirtualTime.turn;
import static rondo.group.InVirtualTime.turns;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.Timeout;
import rondo.task.VoidBody;

/// What does `gather` do by default: with values, with the first failure, and with a cancel?
final class GatherTest {
    private final Trail trail = new Trail();

    // --- values

    @Test
    void givesTheValuesInArgumentOrder() {
        InVirtualTime.run(() -> {
            assertThat(Gather.gather(after(30, "a"), after(10, "b"), after(20, "c")))
                    .containsExactly("a", "b", "c");
            assertThat(InVirtualTime.nowMillis()).isEqualTo(30);
        });
    }

    @Test
    void endsWithTheLastOfItsFutures() {
        InVirtualTime.run(() -> {
            var a = new Future<Integer>();
            var b = new Future<Integer>();
            var c = new Future<Integer>();
            var gathering = Task.start(() -> Gather.gather(a, b, c));
            turn();

            b.setResult(1);
            a.setResult(2);
            turns(5);
            assertThat(gathering.done()).isFalse();
            c.setResult(3);

            assertThat(gathering.await()).containsExactly(2, 1, 3);
        });
    }

    @Test
    void ofNothingIsAnEmptyListAtOnce() {
        InVirtualTime.run(() -> {
            task(() -> trail.add("other"));

            assertThat(Gather.gather(List.<Awaitable<String>>of())).isEmpty();
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void ofDoneFuturesDoesNotSuspend() {
        InVirtualTime.run(() -> {
            var done = new Future<String>();
            done.setResult("done");
            task(() -> trail.add("other"));

            assertThat(Gather.gather(done, done)).containsExactly("done", "done");
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void startsItsBodiesInArgumentOrder() {
        InVirtualTime.run(() -> {
            Gather.gather(() -> trail.add("a"), () -> trail.add("b"), () -> trail.add("c"));

            assertThat(trail).hasToString("a b c");
        });
    }

    @Test
    void awaitsAFutureGivenTwiceOnce() {
        InVirtualTime.run(() -> {
            var task = Task.start(after(1, "abc"));

            assertThat(Gather.gather(task, task, after(2, "def"), task)).containsExactly("abc", "abc", "def", "abc");
        });
    }

    @Test
    void runsABodyGivenTwiceTwice() {
        InVirtualTime.run(() -> {
            int[] runs = {0};
            Awaitable<Integer> body = () -> ++runs[0];

            assertThat(Gather.gather(body, body)).containsExactly(1, 2);
        });
    }

    @Test
    void takesNullForAValue() {
        InVirtualTime.run(() -> {
            Awaitable<@Nullable String> nothing = () -> null;

            assertThat(Gather.<@Nullable String>gather(nothing, after(0, "b"))).containsExactly(null, "b");
        });
    }

    @Test
    void listOfValuesCannotBeChanged() {
        InVirtualTime.run(() -> {
            var values = Gather.gather(after(0, "a"), after(0, "b"));

            assertThatThrownBy(() -> values.set(0, "c")).isInstanceOf(UnsupportedOperationException.class);
        });
    }

    // --- the first failure

    @Test
    void firstFailureCancelsTheRestAndIsThrownAfterTheyHaveEnded() {
        InVirtualTime.run(() -> {
            var broken = new IOException("broken");
            VoidBody slowToStop = () -> {
                try {
                    sleepMillis(1000);
                } finally {
                    sleepMillis(50);
                    trail.add("stopped");
                }
            };

            var thrown = catchThrowable(() -> Gather.gather(failsAfter(10, broken), slowToStop));

            assertThat(thrown).isSameAs(broken);
            assertThat(trail).hasToString("stopped");
            assertThat(InVirtualTime.nowMillis()).isEqualTo(60);
            assertThat(Task.all(EventLoop.current())).hasSize(1);
        });
    }

    @Test
    void failureOfADoneFutureCancelsTheRestBeforeTheyBegin() {
        InVirtualTime.run(() -> {
            var failed = new Future<String>();
            failed.setException(new IOException("broken"));

            assertThatThrownBy(() -> Gather.gather(failed, () -> {
                        trail.add("ran");
                        return "value";
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void failuresOfTheRestAreSuppressedInTheFirst() {
        InVirtualTime.run(() -> {
            var first = new IOException("first");
            var second = new IllegalStateException("second");
            VoidBody failsInCleanUp = () -> {
                try {
                    sleepMillis(1000);
                } catch (CancelledError cancelled) {
                    throw second;
                }
            };

            var thrown =
                    catchThrowable(() -> Gather.gather(failsAfter(1, first), failsInCleanUp, trail.sleeper("c", 10)));

            assertThat(thrown).isSameAs(first);
            assertThat(first.getSuppressed()).containsExactly(second);
            assertThat(trail).hasToString("c cancelled");
        });
    }

    @Test
    void sameErrorFromTwoChildrenIsThrownOnce() {
        InVirtualTime.run(() -> {
            var shared = new IOException("shared");

            var thrown = catchThrowable(() -> Gather.gather(failsAfter(1, shared), failsAfter(1, shared)));

            assertThat(thrown).isSameAs(shared).hasNoSuppressedExceptions();
        });
    }

    @Test
    void childThatIsCancelledCountsAsAFailure() {
        InVirtualTime.run(() -> {
            var child = task(() -> sleepMillis(1000));
            task(() -> child.cancel("enough"));

            assertThatThrownBy(() -> Gather.gather(child, task(trail.sleeper("sibling", 1000))))
                    .isInstanceOfSatisfying(
                            CancelledError.class,
                            e -> assertThat(e.cancelMessage()).isEqualTo("enough"));
            assertThat(trail).hasToString("sibling cancelled");
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    // --- cancel

    @Test
    void cancelReachesEveryChildAndIsThrownAfterAllHaveEnded() {
        InVirtualTime.run(() -> {
            int[] proof = {0};
            var waiter = new Future<String>();
            VoidBody inner = () -> {
                waiter.await();
                proof[0]++;
            };
            var child1 = task(inner);
            var child2 = task(inner);
            var outer = task(() -> {
                Gather.gather(child1, child2);
                proof[0] += 100;
            });
            turn();

            assertThat(outer.cancel()).isTrue();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            assertThat(waiter.cancelled()).isTrue();
            assertThat(child1.cancelled()).isTrue();
            assertThat(child2.cancelled()).isTrue();
            assertThat(outer.cancel()).isFalse();
            assertThat(proof[0]).isZero();
        });
    }

    @Test
    void cancelWaitsForTheSlowestChild() {
        InVirtualTime.run(() -> {
            VoidBody slowToStop = () -> {
                try {
                    sleepMillis(1000);
                } finally {
                    sleepMillis(50);
                    trail.add("stopped");
                }
            };
            var outer = task(() -> Gather.gather(slowToStop, trail.sleeper("quick", 1000)));
            sleepMillis(1);

            outer.cancel();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            assertThat(trail).hasToString("quick cancelled stopped");
        });
    }

    @Test
    void cancelCarriesItsMessageToTheChildrenAndBack() {
        InVirtualTime.run(() -> {
            var outer = task(() -> Gather.gather(() -> sleepMillis(1000), () -> sleepMillis(1000)));
            sleepMillis(1);

            outer.cancel("my message");

            assertThatThrownBy(outer::await)
                    .isInstanceOfSatisfying(
                            CancelledError.class,
                            e -> assertThat(e.cancelMessage()).isEqualTo("my message"));
        });
    }

    @Test
    void cancelAfterTheLastChildHasEndedIsStillDelivered() {
        InVirtualTime.run(() -> {
            var future = new Future<String>();
            var outer = task(() -> {
                try {
                    Gather.gather(future);
                } catch (CancelledError cancelled) {
                    trail.add("cancelled");
                    throw cancelled;
                }
            });
            turn();

            future.setResult("value");
            assertThat(outer.cancel()).isTrue();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            assertThat(trail).hasToString("cancelled");
        });
    }

    @Test
    void cancelWhileTheRestIsBeingStoppedLeavesTheFirstErrorInPlaceAndIsThrownAtTheNextAwait() {
        InVirtualTime.run(() -> {
            var broken = new IOException("broken");
            VoidBody slowToStop = () -> {
                try {
                    sleepMillis(1000);
                } catch (CancelledError first) {
                    sleepMillis(50);
                }
            };
            var outer = task(() -> {
                assertThat(catchThrowable(() -> Gather.gather(failsAfter(1, broken), slowToStop)))
                        .isSameAs(broken);
                trail.add("at " + InVirtualTime.nowMillis());
                assertThat(Task.current().cancelling()).isEqualTo(1);
                sleepMillis(1000);
            });
            sleepMillis(10);

            outer.cancel("stop");

            assertThatThrownBy(outer::await)
                    .isInstanceOf(CancelledError.class)
                    .hasMessage("cancelled by task '" + Task.current().name() + "': stop");
            assertThat(trail).hasToString("at 10");
            assertThat(InVirtualTime.nowMillis()).isEqualTo(10);
        });
    }

    @Test
    void cancelWhoseChildFailsInItsCleanUpIsThrownAtTheNextAwait() {
        InVirtualTime.run(() -> {
            var broken = new IOException("broken");
            var outer = task(() -> {
                assertThat(catchThrowable(() -> Gather.gather(failsInCleanUp(broken))))
                        .isSameAs(broken);
                trail.add("went on");
                sleepMillis(1000);
            });
            turns(2);

            outer.cancel();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            assertThat(trail).hasToString("went on");
        });
    }

    @Test
    void deadlineThatMeetsAFailureLeavesNoCancelBehind() {
        InVirtualTime.run(() -> {
            var broken = new IOException("broken");

            assertThat(catchThrowable(
                            () -> Timeout.timeout(Duration.ofMillis(5), () -> Gather.gather(failsInCleanUp(broken)))))
                    .isSameAs(broken);
            assertThat(Task.current().cancelling()).isZero();
            sleepMillis(1);
        });
    }

    @Test
    void childrenThatAreStoppedLearnWhichOneFailed() {
        InVirtualTime.run(() -> {
            var failing = Task.start(
                    EventLoop.current(),
                    VoidBody.awaitable(failsAfter(1, new IOException("broken"))),
                    TaskOptions.named("failing"));
            VoidBody stopped = () -> {
                try {
                    sleepMillis(1000);
                } catch (CancelledError e) {
                    trail.add("stopped, " + e.getMessage());
                    throw e;
                }
            };

            assertThat(catchThrowable(() -> Gather.gather(failing, VoidBody.awaitable(stopped))))
                    .hasMessage("broken");
            assertThat(trail).hasToString("stopped, cancelled by the gather, since task 'failing' failed");
        });
    }

    // --- misuse

    @Test
    void refusesAFutureOfAnotherLoopBeforeItStartsAnything() {
        try (var other = new EventLoop(LoopOptions.defaults().withName("other"))) {
            var foreign = new Future<String>(other);

            InVirtualTime.run(() -> {
                assertThatThrownBy(() -> Gather.gather(
                                () -> {
                                    trail.add("ran");
                                    return "value";
                                },
                                foreign))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("other");
                turns(3);
                assertThat(trail.events()).isEmpty();
            });
        }
    }

    @Test
    void needsATaskThatCanWait() {
        InVirtualTime.run(() -> {
            var thrown = new Future<Throwable>();
            EventLoop.current()
                    .callSoon(() -> thrown.setResult(catchThrowable(() -> Gather.gather(() -> trail.add("ran")))));

            assertThat(thrown.await()).isInstanceOf(IllegalStateException.class);
            turns(3);
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void needsALoop() {
        assertThatThrownBy(() -> Gather.gather(() -> trail.add("ran")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no event loop");
        assertThatThrownBy(() -> Gather.gather(List.<Awaitable<String>>of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no event loop");
    }

    // --- the await graph and numbers

    @Test
    void childrenKnowWhoWaitsForThem() {
        InVirtualTime.run(() -> {
            var child = task(() -> sleepMillis(1000));
            var outer = task(() -> Gather.gather(child));
            turn();

            var gathering = child.awaitedBy().getFirst();

            assertThat(gathering).isInstanceOf(Gathering.class);
            assertThat(gathering.awaitedBy()).isEqualTo(List.of(outer));
        });
    }

    @Test
    void aMillionChildrenWork() {
        InVirtualTime.run(() -> {
            List<Awaitable<Integer>> bodies = new ArrayList<>();
            for (int i = 0; i < 1_000_000; i++) {
                int value = i;
                bodies.add(() -> value);
            }

            assertThat(Gather.gather(bodies))
                    .hasSize(1_000_000)
                    .startsWith(0, 1)
                    .endsWith(999_999);
        });
    }

    @Test
    void aMillionPendingChildrenAreCancelledByOneFailure() {
        InVirtualTime.run(() -> {
            List<Future<String>> futures = new ArrayList<>();
            for (int i = 0; i < 1_000_000; i++) {
                futures.add(new Future<>());
            }
            task(() -> futures.get(500_000).setException(new IOException("broken")));

            assertThatThrownBy(() -> Gather.gather(futures)).isInstanceOf(IOException.class);
            assertThat(futures.stream().filter(Future::cancelled).count()).isEqualTo(999_999);
        });
    }
}
