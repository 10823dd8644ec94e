package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;
import static rondo.group.InVirtualTime.turn;
import static rondo.group.InVirtualTime.turns;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Is `Gather.LEAVE_RUNNING` what asyncio's own `gather` does?
final class GatherLeaveRunningTest {
    private final Trail trail = new Trail();

    private static Task<List<Integer>> gathering(List<Future<Integer>> futures) {
        var task = Task.<List<Integer>>start(() -> Gather.gather(Gather.LEAVE_RUNNING, futures));
        turn();
        return task;
    }

    private static List<Future<Integer>> futures(int n) {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            futures.add(new Future<>());
        }
        return futures;
    }

    @Test
    void givesTheValues() {
        InVirtualTime.run(() -> {
            var futures = futures(3);
            var gathering = gathering(futures);

            futures.get(1).setResult(1);
            futures.get(0).setResult(2);
            turns(5);
            assertThat(gathering.done()).isFalse();
            futures.get(2).setResult(3);

            assertThat(gathering.await()).containsExactly(2, 1, 3);
        });
    }

    @Test
    void firstFailureIsThrownAndLaterOnesVanish() {
        InVirtualTime.run(() -> {
            var reports = new ArrayList<String>();
            EventLoop.current().exceptionHandler((loop, report) -> reports.add(report.message()));
            var futures = futures(5);
            var gathering = gathering(futures);
            var broken = new ArithmeticException();

            futures.get(0).setResult(1);
            futures.get(1).setException(broken);

            assertThat(catchThrowable(gathering::await)).isSameAs(broken);
            futures.get(2).setResult(3);
            assertThat(futures.get(3).cancel()).isTrue();
            futures.get(4).setException(new IllegalStateException("later"));
            turns(3);
            assertThat(reports).isEmpty();
        });
    }

    @Test
    void cancelledChildIsACancelOfNobody() {
        InVirtualTime.run(() -> {
            var futures = futures(3);
            var caught = Task.<Boolean>start(() -> {
                try {
                    Gather.gather(Gather.LEAVE_RUNNING, futures);
                    return false;
                } catch (CancelledError cancelled) {
                    return Task.current().cancelling() == 0;
                }
            });
            turn();

            futures.get(0).setResult(1);
            futures.get(1).cancel();

            assertThat(caught.await()).isTrue();
            assertThat(futures.get(2).done()).isFalse();
        });
    }

    @Test
    void cancelEndsWithTheFirstChildThatEndsCancelled() {
        InVirtualTime.run(() -> {
            VoidBody slowToStop = () -> {
                try {
                    sleepMillis(1000);
                } finally {
                    sleepMillis(50);
                    trail.add("stopped");
                }
            };
            var outer = task(() -> Gather.gather(Gather.LEAVE_RUNNING, slowToStop, trail.sleeper("quick", 1000)));
            sleepMillis(1);

            outer.cancel();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            assertThat(trail).hasToString("quick cancelled");
            sleepMillis(60);
            assertThat(trail).hasToString("quick cancelled stopped");
        });
    }

    @Test
    void cancelAfterTheFailureReachesNoChild() {
        InVirtualTime.run(() -> {
            var futures = futures(2);
            var outer = task(() -> {
                try {
                    Gather.gather(Gather.LEAVE_RUNNING, futures);
                } catch (IllegalStateException failed) {
                    sleepMillis(1000);
                }
            });
            turn();
            futures.getFirst().setException(new IllegalStateException("failed"));
            turns(3);

            outer.cancel();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            assertThat(futures.getLast().done()).isFalse();
        });
    }

    @Test
    void errorOfASecondChildAfterTheFirstCountsAsSeen() {
        InVirtualTime.run(() -> {
            var a = new Future<String>();
            var b = new Future<String>();
            var outer = task(() -> Gather.gather(Gather.LEAVE_RUNNING, failsOn(a), failsOn(b)));
            turn();

            a.setResult("go");
            turn();
            b.setResult("go");

            assertThat(catchThrowable(outer::await)).hasMessage("should not be ignored");
        });
    }

    private static VoidBody failsOn(Future<String> signal) {
        return () -> {
            signal.await();
            throw new IllegalStateException("should not be ignored");
        };
    }
}
