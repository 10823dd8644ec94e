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

/// One run in which a task is interrupted at some of its awaits, and the checks afterwards. Without a plan it
/// only counts the awaits.
final class Interruption implements Schedule.Between {
    private static final String SUBJECT = "subject";

    private final List<PlannedInterrupt> plan; // in the order of their awaits
    private final boolean twice; // its clean-up is its body once more

    private @Nullable Task<?> task;
    private @Nullable Timeout timeout;
    private int steps; // of the subject, begun
    private int fired; // that many of the plan
    private int againAfter; // so many steps it is to be cancelled for the second time
    private int requests; // to cancel, made
    private int outstanding; // of these, not taken back
    private boolean
            kept; // one that was taken back had gone on to what the subject waits for, which ends it all the same
    private boolean entered;
    private int left; // how often its body has been left
    private int seen; // and that often with a cancellation
    private List<StackTraceElement> where = List.of();

    private Interruption(List<PlannedInterrupt> plan, boolean twice) {
        this.plan = plan;
        this.twice = twice;
    }

    /// {@return a run without an interruption}
    static Interruption none() {
        return of(List.of());
    }

    /// @param plan what is done, in the order of its awaits, and at one await in this order
    static Interruption of(List<PlannedInterrupt> plan) {
        return new Interruption(plan, false);
    }

    /// The body runs once more in its own `finally` block, so that there are as many awaits left when it has
    /// been interrupted once.
    ///
    /// @param plan what is done, in the order of its awaits, and at one await in this order
    static Interruption twice(List<PlannedInterrupt> plan) {
        return new Interruption(plan, true);
    }

    /// {@return how many awaits the subject has had}
    int awaits() {
        return Math.max(0, steps - 1);
    }

    /// {@return whether all that was planned has been done}
    boolean complete() {
        return fired == plan.size();
    }

    List<StackTraceElement> where() {
        return where;
    }

    // --- between two steps -----------------------------------------------------------------------

    @Override
    public void before(Ready next) {
        Task<?> subject = task;
        if (subject != null && next.subject() == subject) {
            while (isNext(true)) {
                fire(subject);
            }
            steps++;
        }
    }

    @Override
    public boolean after() {
        fireAllDue();
        return !closes();
    }

    @Override
    public boolean idle() {
        return fireAllDue();
    }

    /// {@return whether there was any}
    private boolean fireAllDue() {
        Task<?> subject = task;
        if (subject == null || subject.done()) {
            return false;
        }
        boolean any = againAfter > 0 && steps > againAfter;
        if (any) {
            againAfter = 0;
            cancel(subject);
        }
        for (; isNext(false); any = true) {
            fire(subject);
        }
        return any;
    }

    /// {@return whether the next one planned is to be done now}
    private boolean isNext(boolean woken) {
        return !complete()
                && plan.get(fired).await() == steps
                && (plan.get(fired).interrupt() == Interrupt.CANCEL_WHEN_WOKEN) == woken;
    }

    /// {@return whether the run is to end here}
    private boolean closes() {
        return fired > 0 && plan.get(fired - 1).interrupt() == Interrupt.CLOSE_LOOP;
    }

    private void fire(Task<?> subject) {
        where = where.isEmpty() ? subject.stack() : where;
        switch (plan.get(fired++).interrupt()) {
            case CANCEL, CANCEL_WHEN_WOKEN -> cancel(subject);
            case CANCEL_TWICE -> {
                cancel(subject);
                againAfter = steps;
            }
            case CANCEL_AND_UNCANCEL -> {
                Future<?> awaited = subject.awaiting();
                boolean taken = awaited != null && !awaited.done();
                cancel(subject);
                subject.uncancel();
                outstanding--;
                kept |= taken;
            }
            case TIMEOUT -> expire(subject.loop());
            case CLOSE_LOOP -> subject.loop().fatal(new LoopClosing(this));
        }
    }

    private void cancel(Task<?> subject) {
        subject.cancel("interrupted by the test");
        requests++;
        outstanding++;
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
            if (isPlanned(Interrupt.TIMEOUT)) {
                Timeout.<@Nullable Void>scope(null, scope -> {
                    timeout = scope;
                    once(scenario, state);
                    return null;
                });
            } else {
                once(scenario, state);
            }
        } finally {
            left++;
        }
    }

    private <S> void once(Scenario<S> scenario, S state) throws Exception {
        try {
            part(scenario, state);
        } finally {
            if (twice && !closes()) {
                part(scenario, state);
            }
        }
    }

    private <S> void part(Scenario<S> scenario, S state) throws Exception {
        try {
            scenario.body().run(state);
        } catch (CancelledError e) {
            seen++;
            throw e;
        }
    }

    private boolean isPlanned(Interrupt interrupt) {
        return plan.stream().anyMatch(planned -> planned.interrupt() == interrupt);
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
        if (closes()) {
            throw new AssertionError("the loop was to be closed here");
        }
        Throwable error = subject.cancelled() ? null : subject.exception();
        int cancelling = subject.cancelling();
        expect(cancelling == outstanding, outstanding + " requests to cancel became " + cancelling, error);
        if (outstanding > 0) {
            expect(subject.cancelled(), "it was cancelled, and ended as " + subject, error);
        } else {
            boolean timedOut = timeout != null && error instanceof TimeoutException;
            expect(error == null || timedOut, "it ended as " + subject, error);
            expect(kept || !subject.cancelled(), "nothing cancelled it, and it ended as " + subject);
        }
        int made = requests + (timeout != null && timeout.expired() ? 1 : 0);
        expect(seen <= made, made + " cancellations were seen " + seen + " times");
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
