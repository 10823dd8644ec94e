package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What becomes of tasks that still wait when their loop is closed under them: they are unwound, and nothing else
/// happens.
final class ClosedLoopTest {
    private final ArrayList<String> reports = new ArrayList<>();
    private final ArrayList<String> trail = new ArrayList<>();
    private final Lock lock = new Lock();
    private final Event event = new Event();
    private final Condition condition = new Condition();
    private final Semaphore semaphore = new Semaphore(1);
    private final Barrier barrier = new Barrier(3);
    private final Queue<Integer> empty = new Queue<>();
    private final Queue<Integer> full = new Queue<>(1);

    /// Two of each: one waiter may wake the next on its way out.
    private List<VoidBody> bodies() {
        return List.of(
                () -> hold(lock.hold(), event::await),
                () -> hold(lock.hold(), event::await),
                () -> hold(condition.hold(), condition::await),
                () -> hold(condition.hold(), condition::await),
                () -> hold(semaphore.hold(), event::await),
                () -> hold(semaphore.hold(), event::await),
                barrier::await,
                barrier::await,
                empty::get,
                empty::get,
                () -> full.put(1),
                () -> full.put(1),
                full::join);
    }

    private void hold(Hold held, VoidBody body) throws Exception {
        try (held) {
            body.run();
        } finally {
            trail.add("unwound");
        }
    }

    private void closeUnderTasksThatWait() {
        var loop = new EventLoop(LoopOptions.defaults().withClock(new VirtualClock()));
        loop.exceptionHandler((_, report) -> reports.add(report.message()));
        full.putNowait(0);
        for (var body : bodies()) {
            Task.start(loop, VoidBody.awaitable(body), TaskOptions.defaults());
        }
        loop.callSoon(loop::stop);
        loop.runForever();
        loop.close();
    }

    @Test
    void tasksThatWaitAreUnwoundAndTheirHoldsReleased() {
        closeUnderTasksThatWait();

        assertThat(trail).containsOnly("unwound").hasSize(4);
        assertThat(reports).containsOnly("task was destroyed but it is pending").hasSize(13);
        assertThat(List.of(lock, event, semaphore, full).toString())
                .isEqualTo(
                        "[Lock[unlocked], Event[unset], Semaphore[unlocked, value 1], Queue[size 1/1, unfinished 1]]");
    }

    @Test
    void whatBelongedToAClosedLoopMakesNoTaskOfAnotherWait() {
        closeUnderTasksThatWait();

        OnLoop.run(() -> assertThatIllegalStateException()
                .isThrownBy(empty::get)
                .withMessageContaining("closed")
                .withMessageContaining("one for each loop"));
    }
}
