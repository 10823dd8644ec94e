package rondo.testkit;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.Ready;
import rondo.loop.TimerHandle;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.Timeout;
import rondo.task.VoidBody;

/// One interruption of one task at one of its awaits, and the checks afterwards. Without an interrupt it only
/// counts the awaits.
final class Interruption implements Schedule.Between {
    private static final String SUBJECT = "subject";

    private final @Nullable Interrupt interrupt;
    private final int await; // at which await, counting from 1

    private @Nullable Task<?> task;
    private @Nullable Timeout timeout;
    private int steps; // of the subject, begun
    private int firedAfter; // that many of them
    private boolean again; // has been cancelled for the second time
    private boolean withdrawn; // a request that was taken back before anything saw it
    private boolean entered;
    private int left; // how often its body has been left
    private List<StackTraceElement> where = List.of();

    Interruption(@Nullable Interrupt interrupt, int await) {
        this.interrupt = interrupt;
        this.await = await;
    }

    /// {@return how many awaits the subject has had}
    int awaits() {
        return Math.max(0, steps - 1);
    }

    boolean fired() {
        return firedAfter > 0;
    }

    List<StackTraceElement> where() {
        return where;
    }

    // --- between two steps -----------------------------------------------------------------------

    @Override
    public void before(Ready next) {
        if (next.subject() == task) {
            if (interrupt == Interrupt.CANCEL_WHEN_WOKEN && steps == await) {
                fire();
            }
            steps++;
        }
    }

    @Override
    public boolean after() {
        return !(isDue() && fire());
    }

    @Override
    public boolean idle() {
        boolean due = isDue();
        if (due) {
            fire();
        }
        return due;
    }

    private boolean isDue() {
        Task<?> subject = task;
        if (subject == null || subject.done() || interrupt == null) {
            return false;
        }
        boolean second = interrupt == Interrupt.CANCEL_TWICE && fired() && steps > firedAfter && !again;
        return second || (interrupt != Interrupt.CANCEL_WHEN_WOKEN && !fired() && steps == await);
    }

    /// {@return whether the run is to end here}
    private boolean fire() {
        Task<?> subject = task;
        if (subject == null || interrupt == null) {
            return false;
        }
        again = fired();
        firedAfter = fired() ? firedAfter : steps;
        where = where.isEmpty() ? subject.stack() : where;
        switch (interrupt) {
            case CANCEL, CANCEL_WHEN_WOKEN, CANCEL_TWICE -> subject.cancel("interrupted by the test");
            case CANCEL_AND_UNCANCEL -> {
                Future<?> awaited = subject.awaiting();
                withdrawn = awaited == null || awaited.done(); // nobody took the request on
                subject.cancel("interrupted by the test");
                subject.uncancel();
            }
            case TIMEOUT -> expire(subject.loop());
            case CLOSE_LOOP -> subject.loop().fatal(new LoopClosing(this));
        }
        return interrupt == Interrupt.CLOSE_LOOP;
    }

    private void expire(EventLoop loop) {
        if (timeout != null && !timeout.expired()) {
            timeout.reschedule(loop.time());
        }
    }

    // --- the run ---------------------------------------------------------------------------------

    /// Runs a scenario once, with this interruption.
    <S> void run(Simulation simulation, Scenario<S> scenario) throws Exception {
        S state = scenario.setup().call();
        Task<?> subject = Task.start(
                simulation.loop(), VoidBody.awaitable(() -> body(scenario, state)), TaskOptions.named(SUBJECT));
        task = subject;
        TimerHandle awake = simulation.keepAwake();
        subject.addDoneCallback(any -> awake.cancel());
        awaitEnd(subject);
        check(subject);
        for (Task<?> other : Task.all(simulation.loop())) {
            if (other != Task.current()) {
                awaitEnd(other);
            }
        }
        scenario.invariant().run(state);
    }

    private <S> void body(Scenario<S> scenario, S state) throws Exception {
        entered = true;
        try {
            if (interrupt == Interrupt.TIMEOUT) {
                Timeout.<@Nullable Void>scope(null, scope -> {
                    timeout = scope;
                    scenario.body().run(state);
                    return null;
                });
            } else {
                scenario.body().run(state);
            }
        } finally {
            left++;
        }
    }

    private static void awaitEnd(Task<?> task) {
        try {
            task.await();
        } catch (CancelledError e) {
            if (!task.cancelled()) {
                throw e; // meant for the one who waits
            }
        } catch (Throwable e) {
            if (!task.done()) {
                throw e; // the loop was closed under the one who waits
            }
        }
    }

    private void check(Task<?> subject) {
        expect(left == (entered ? 1 : 0), "its body was left " + left + " times");
        Throwable error = subject.cancelled() ? null : subject.exception();
        if (interrupt == null || !fired()) {
            expect(error == null && !subject.cancelled(), "it ended without an interruption as " + subject, error);
            return;
        }
        int requests = subject.cancelling();
        switch (interrupt) {
            case CANCEL, CANCEL_WHEN_WOKEN -> {
                expect(subject.cancelled(), "it was cancelled, and ended as " + subject, error);
                expect(requests == 1, "one request to cancel became " + requests);
            }
            case CANCEL_TWICE -> {
                expect(subject.cancelled(), "it was cancelled, and ended as " + subject, error);
                expect(requests == (again ? 2 : 1), "the requests to cancel became " + requests);
            }
            case CANCEL_AND_UNCANCEL -> {
                boolean unseen = !withdrawn || !subject.cancelled();
                expect(error == null && unseen, "a request that was taken back ended it as " + subject, error);
                expect(requests == 0, "a request that was taken back left " + requests);
            }
            case TIMEOUT -> {
                boolean inTime = error == null && !subject.cancelled();
                expect(inTime || error instanceof TimeoutException, "its timeout ended it as " + subject, error);
                expect(requests == 0, "its timeout left " + requests + " requests to cancel");
            }
            case CLOSE_LOOP -> throw new AssertionError("the loop was to be closed here");
        }
    }

    private static void expect(boolean holds, String otherwise) {
        expect(holds, otherwise, null);
    }

    private static void expect(boolean holds, String otherwise, @Nullable Throwable cause) {
        if (!holds) {
            throw new AssertionError("the subject: " + otherwise, cause);
        }
    }

    /// Leaves the run, so that the loop can be closed.
    static final class LoopClosing extends Error {
        private static final long serialVersionUID = 1L;

        private final transient Interruption interruption;

        LoopClosing(Interruption interruption) {
            super("the loop is closed here, as the test wants");
            this.interruption = interruption;
        }

        /// The loop has been closed: everything has been unwound, once.
        void check(EventLoop loop) {
            expect(
                    interruption.left == (interruption.entered ? 1 : 0),
                    "when the loop was closed, its body was left " + interruption.left + " times");
            if (!loop.coroutines().isEmpty()) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "%d coroutines are left of a closed loop",
                        loop.coroutines().size()));
            }
        }
    }
}
