package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.inCallback;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.run;
import static rondo.task.VirtualRun.yieldOnce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rondo.group.ExceptionGroup;
import rondo.group.TaskGroup;
import rondo.loop.EventLoop;
import rondo.time.VirtualClock;

/// When does a deadline end a block, and with what?
final class TimeoutTest {
    private List<Timeout> scopes;

    @BeforeEach
    void forgetScopes() {
        scopes = new ArrayList<>();
    }

    /// Runs a body under a deadline, and keeps the scope for later questions.
    private <T> T within(@Nullable Duration delay, Awaitable<T> body) throws TimeoutException {
        return Timeout.scope(delay, scope -> {
            scopes.add(scope);
            return body.await();
        });
    }

    private static int sleep(long millis) {
        Sleep.sleep(millis(millis));
        return 1;
    }

    private static long now() {
        return EventLoop.current().time();
    }

    private static long at(long millis) {
        return millis(millis).toNanos();
    }

    private void assertTimesOut(Duration delay, Awaitable<Integer> body) {
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> within(delay, body));
    }

    @Test
    void endsABlockThatTakesTooLong() {
        run(() -> {
            assertTimesOut(millis(10), () -> sleep(10_000));

            assertThat(scopes.getFirst().expired()).isTrue();
            assertThat(now()).isEqualTo(at(10));
        });
    }

    @Test
    void canBeGivenAsATimeOfTheLoop() {
        run(() -> {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> Timeout.at(at(10), scope -> {
                        scopes.add(scope);
                        return sleep(10_000);
                    }));

            assertThat(scopes.getFirst().expired()).isTrue();
            assertThat(scopes.getFirst().when()).isEqualTo(at(10));
            assertThat(now()).isEqualTo(at(10));
        });
    }

    @Test
    void ofTwoThatExpireTogetherOnlyTheOuterConverts() {
        run(() -> {
            List<String> inner = new ArrayList<>();
            assertTimesOut(millis(10), () -> {
                try {
                    return within(millis(10), () -> sleep(10_000));
                } catch (CancelledError e) {
                    inner.add("cancelled");
                    throw e;
                }
            });

            assertThat(inner).containsExactly("cancelled");
            assertThat(scopes).hasSize(2).allMatch(Timeout::expired);
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    @Test
    void cancelsWhatTheBlockAwaits() {
        run(() -> {
            List<String> order = new ArrayList<>();
            assertTimesOut(millis(10), () -> {
                try {
                    return sleep(10_000);
                } catch (CancelledError e) {
                    order.add("cancelled");
                    throw e;
                }
            });

            assertThat(order).containsExactly("cancelled");
        });
    }

    @Test
    void doesNothingToABlockThatEndsInTime() {
        run(() -> {
            assertThat(within(millis(10_000), () -> sleep(10))).isEqualTo(1);

            assertThat(scopes.getFirst().expired()).isFalse();
            assertThat(scopes.getFirst().when()).isGreaterThan(now());
        });
    }

    @Test
    void withoutADelayNeverExpires() {
        run(() -> {
            within(null, () -> sleep(10));

            assertThat(scopes.getFirst().expired()).isFalse();
            assertThat(scopes.getFirst().when()).isNull();
        });
    }

    @Test
    void atNoTimeNeverExpires() {
        run(() -> {
            Timeout.at(null, scope -> {
                scopes.add(scope);
                return sleep(10);
            });

            assertThat(scopes.getFirst().expired()).isFalse();
            assertThat(scopes.getFirst().when()).isNull();
        });
    }

    @Test
    void ofZeroArrivesAtTheFirstSuspension() {
        run(() -> {
            assertTimesOut(Duration.ZERO, () -> sleep(10_000));

            assertThat(scopes.getFirst().expired()).isTrue();
            assertThat(scopes.getFirst().when()).isZero();
            assertThat(now()).isZero();
        });
    }

    @Test
    void ofZeroArrivesAtAYieldToo() {
        run(() -> {
            assertTimesOut(Duration.ZERO, () -> sleep(0));

            assertThat(scopes.getFirst().expired()).isTrue();
            assertThat(scopes.getFirst().when()).isZero();
        });
    }

    @Test
    void ofZeroLetsABlockEndThatNeverSuspends() {
        run(() -> {
            assertThat(within(Duration.ZERO, () -> 7)).isEqualTo(7);
            yieldOnce();

            assertThat(scopes.getFirst().expired()).isFalse();
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    @Test
    void inThePastArrivesAtTheFirstSuspension() {
        run(() -> {
            assertTimesOut(millis(-11), () -> sleep(0));

            assertThat(scopes.getFirst().expired()).isTrue();
            assertThat(scopes.getFirst().when()).isEqualTo(at(-11));
        });
    }

    @Test
    void letsAnotherErrorPass() {
        run(() -> {
            var error = new IllegalArgumentException("key");
            assertThatThrownBy(() -> within(millis(10), () -> {
                        throw error;
                    }))
                    .isSameAs(error)
                    .hasNoSuppressedExceptions();

            assertThat(scopes.getFirst().expired()).isFalse();
        });
    }

    @Test
    void errorHasTheCancellationAsItsCauseAndForgetsWhatWasBeingHandled() {
        run(() -> assertThatThrownBy(() -> within(millis(10), () -> {
                    try {
                        throw new ArithmeticException("1/0");
                    } finally {
                        sleep(1_000);
                    }
                }))
                .isInstanceOf(TimeoutException.class)
                .cause()
                .isInstanceOf(CancelledError.class)
                .hasNoCause()
                .hasNoSuppressedExceptions());
    }

    @Test
    void passedBeforeAnotherErrorIsAmongItsSuppressed() {
        run(() -> assertThatThrownBy(() -> within(millis(10), () -> {
                    try {
                        return sleep(1_000);
                    } finally {
                        crash();
                    }
                }))
                .isInstanceOf(ArithmeticException.class)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(TimeoutException.class)));
    }

    private static void crash() {
        throw new ArithmeticException("1/0");
    }

    private static void crashOverAnother() {
        try {
            throw new IllegalStateException("key");
        } finally {
            crash();
        }
    }

    @Test
    void passedBeforeALaterErrorOfManyIsAmongItsSuppressedOnly() {
        run(() -> assertThatThrownBy(() -> within(millis(10), () -> {
                    try {
                        try {
                            throw new IllegalArgumentException("value");
                        } finally {
                            sleep(1_000);
                        }
                    } finally {
                        crashOverAnother();
                    }
                }))
                .isInstanceOf(ArithmeticException.class)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(TimeoutException.class)));
    }

    @Test
    void passedBeforeAGroupFailsIsAmongTheGroupsSuppressed() {
        run(() -> assertThatThrownBy(() -> within(
                        millis(10),
                        () -> TaskGroup.call(group -> {
                            group.createTask(() -> {
                                try {
                                    sleep(2_000);
                                } finally {
                                    crash();
                                }
                            });
                            try {
                                throw new IllegalArgumentException("value");
                            } finally {
                                sleep(1_000);
                            }
                        })))
                .isInstanceOfSatisfying(ExceptionGroup.class, group -> {
                    assertThat(group.exceptions()).singleElement().isInstanceOf(ArithmeticException.class);
                    assertThat(group.getCause()).isInstanceOf(ArithmeticException.class);
                    assertThat(group.getSuppressed()).singleElement().isInstanceOf(TimeoutException.class);
                }));
    }

    @Test
    void leavesACancelFromElsewhereAlone() {
        run(() -> {
            assertThatExceptionOfType(CancelledError.class)
                    .isThrownBy(() -> within(millis(10_000), () -> {
                        Task.current().cancel();
                        return sleep(10_000);
                    }));

            assertThat(scopes.getFirst().expired()).isFalse();
            assertThat(Task.current().uncancel()).isZero();
        });
    }

    @Test
    void leavesACancelFromElsewhereAloneAlsoWhenItHasExpired() {
        run(() -> {
            assertThatExceptionOfType(CancelledError.class)
                    .isThrownBy(() -> within(millis(10), () -> {
                        try {
                            return sleep(10_000);
                        } catch (CancelledError e) {
                            Task.current().cancel();
                            throw e;
                        }
                    }));

            assertThat(scopes.getFirst().expired()).isTrue();
            assertThat(Task.current().uncancel()).isZero();
        });
    }

    @Test
    void doesNotCancelTheTaskAroundIt() {
        run(() -> {
            var task = Task.start(() -> {
                assertTimesOut(millis(1), () -> sleep(10_000));
                return 1;
            });

            assertThat(task.await()).isEqualTo(1);
            assertThat(task.cancelled()).isFalse();
        });
    }

    /// A step that takes long: nothing else runs, and the clock goes on.
    private static void compute(long millis) {
        ((VirtualClock) EventLoop.current().clock()).advance(millis(millis));
    }

    @Test
    void outerThatExpiresDuringALongStepEndsTheInnerOne() {
        run(() -> {
            assertTimesOut(
                    millis(2),
                    () -> within(millis(100), () -> {
                        compute(10);
                        return sleep(1_000);
                    }));

            assertThat(scopes.get(0).expired()).isTrue();
            assertThat(scopes.get(1).expired()).isFalse();
            assertThat(now()).isEqualTo(at(10));
        });
    }

    @Test
    void innerThatExpiresDuringALongStepLeavesTheCodeBehindItToTheOuterOne() {
        run(() -> {
            List<String> order = new ArrayList<>();
            assertTimesOut(millis(100), () -> {
                try {
                    within(millis(10), () -> {
                        compute(50);
                        return sleep(1_000);
                    });
                } catch (TimeoutException e) {
                    order.add("inner");
                }
                return sleep(10_000);
            });

            assertThat(order).containsExactly("inner");
            assertThat(now()).isEqualTo(at(100));
            assertThat(scopes).hasSize(2).allMatch(Timeout::expired);
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    @Test
    void canBeMovedAndTakenAway() {
        run(() -> {
            var started = new Future<Timeout>();
            var task = Task.start(() -> Timeout.at(at(10_000), scope -> {
                started.setResult(scope);
                return sleep(50_000);
            }));
            var scope = started.await();
            assertThat(scope.when()).isEqualTo(at(10_000));

            scope.reschedule(at(30_000));
            assertThat(scope.when()).isEqualTo(at(30_000));
            scope.reschedule(null);
            assertThat(scope.when()).isNull();

            task.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(task::await);
            assertThat(scope.expired()).isFalse();
        });
    }

    @Test
    void movedCountsFromItsNewTime() {
        run(() -> {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> Timeout.scope(millis(10), scope -> {
                        scope.reschedule(at(30));
                        return sleep(10_000);
                    }));

            assertThat(now()).isEqualTo(at(30));
        });
    }

    @Test
    void inACleanUpCountsByItself() {
        run(() -> {
            assertTimesOut(millis(10), () -> {
                try {
                    return sleep(1_000);
                } finally {
                    assertThatExceptionOfType(TimeoutException.class)
                            .isThrownBy(() -> within(millis(10), () -> sleep(10_000)))
                            .withCauseInstanceOf(CancelledError.class)
                            .satisfies(e -> assertThat(e.getCause()).hasNoCause());
                }
            });

            assertThat(scopes).hasSize(2).allMatch(Timeout::expired);
            assertThat(now()).isEqualTo(at(20));
        });
    }

    /// Leaves the calling task with one request to cancel that has been delivered and caught.
    private static void survivedACancel() {
        Task.current().cancel();
        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> sleep(1_000));
    }

    @Test
    void worksInATaskThatWasCancelledBefore() {
        run(() -> {
            survivedACancel();

            assertTimesOut(Duration.ZERO, () -> sleep(1_000));

            assertThat(Task.current().cancelling()).isEqualTo(1);
            Task.current().uncancel();
        });
    }

    @Test
    void leavesASecondCancelAlone() {
        run(() -> {
            survivedACancel();

            assertThatExceptionOfType(CancelledError.class)
                    .isThrownBy(() -> within(millis(1_000), () -> {
                        Task.current().cancel();
                        return sleep(2_000);
                    }));

            assertThat(now()).isZero();
            Task.current().uncancel();
            Task.current().uncancel();
        });
    }

    @Test
    void cannotBeMovedOnceItsBlockHasEnded() {
        run(() -> {
            within(millis(10), () -> 1);

            assertThatThrownBy(() -> scopes.getFirst().reschedule(at(20)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("finished");
        });
    }

    @Test
    void cannotBeMovedOnceItHasEndedItsBlock() {
        run(() -> {
            assertTimesOut(millis(10), () -> sleep(1_000));

            assertThatThrownBy(() -> scopes.getFirst().reschedule(at(20)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expired");
        });
    }

    @Test
    void cannotBeMovedWhileItIsEndingItsBlock() {
        run(() -> within(millis(10), () -> {
            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> sleep(1_000));
            assertThatThrownBy(() -> scopes.getFirst().reschedule(at(20)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expired");
            return 1;
        }));
    }

    @Test
    void thatIsEatenByItsBlockIsNoError() {
        run(() -> {
            int value = within(millis(10), () -> {
                try {
                    return sleep(1_000);
                } catch (CancelledError e) {
                    return 7;
                }
            });

            assertThat(value).isEqualTo(7);
            assertThat(scopes.getFirst().expired()).isTrue();
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    @Test
    void printsItsStateAndDeadline() {
        run(() -> {
            within(null, () -> {
                assertThat(scopes.getFirst()).hasToString("Timeout[active, no deadline]");
                scopes.getFirst().reschedule(at(10));
                assertThat(scopes.getFirst()).hasToString("Timeout[active, deadline 10000000 ns]");
                return 1;
            });
            assertThat(scopes.getFirst()).hasToString("Timeout[finished]");

            assertTimesOut(millis(10), () -> sleep(10_000));
            assertThat(scopes.getLast()).hasToString("Timeout[expired]");
        });
    }

    @Test
    void needsATask() throws Exception {
        onLoop(loop -> {
            Throwable refusal = inCallback(loop, l -> {
                try {
                    Timeout.timeout(millis(10), () -> 1);
                    return new AssertionError("a timeout without a task");
                } catch (IllegalStateException | TimeoutException e) {
                    return e;
                }
            });

            assertThat(refusal).isInstanceOf(IllegalStateException.class).hasMessageContaining("task");
        });
    }
}
