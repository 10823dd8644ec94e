package rondo.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopStep;
import rondo.loop.TimerHandle;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.time.Clock;

/// A run of a program in virtual time, in an order that a seed decides: what a program's body is given, and the
/// ways to run one.
///
/// The clock stands still while anything is ready, and jumps to the next timer when nothing is; never while a
/// job of `toThread` works. Everything here belongs to the run's thread. Each method that suspends may be
/// called from any task of the run; a cancel there ends the wait.
public final class Simulation {
    private final SimulationOptions options;
    private final EventLoop loop;
    private final SimulatedClock clock;
    private final Schedule schedule;
    private final Trail trail;
    private final Queue<Future<@Nullable Void>> untilBlocked = new ArrayDeque<>();
    private final Queue<Future<@Nullable Void>> untilIdle = new ArrayDeque<>();

    /// A program to be simulated.
    @FunctionalInterface
    public interface Body {
        /// Runs as the main task. Whatever it throws fails the run.
        ///
        /// @param simulation the run
        /// @throws Exception what went wrong
        void run(Simulation simulation) throws Exception;
    }

    Simulation(SimulationOptions options, EventLoop loop, SimulatedClock clock, Schedule schedule, Trail trail) {
        this.options = options;
        this.loop = loop;
        this.clock = clock;
        this.schedule = schedule;
        this.trail = trail;
    }

    // --- ways to run -----------------------------------------------------------------------------

    /// Runs a program once, first in, first out, in virtual time. Blocks the calling thread.
    ///
    /// @param body the program
    /// @return what it did
    /// @throws Error what failed: what the body threw, a [DeterminismLeakError], a [HangError], a
    /// [StepLimitError], an [UnhandledError], or a deadlock; checked exceptions are thrown as they are too
    public static SimulatedTrace run(Body body) {
        return run(SimulationOptions.defaults(), body);
    }

    /// Runs a program once. Blocks the calling thread.
    ///
    /// @param options the seed, the order, and what is allowed
    /// @param body the program
    /// @return what it did
    /// @throws Error what failed, as [#run(Body)] says
    public static SimulatedTrace run(SimulationOptions options, Body body) {
        return Runs.single(options, body, false).traceOrThrow();
    }

    /// Runs a program once and records it: the same run as the one of this seed in [#explore(int, Body)].
    ///
    /// @param seed the seed that the exploration has reported
    /// @param body the program
    /// @return how it ended, with its timeline and diagram; what failed is not thrown
    public static SimulatedRun replay(long seed, Body body) {
        return replay(byRandomOrders().withSeed(seed), body);
    }

    /// Runs a program once and records it: the same run as the one of this seed in an exploration with these
    /// options.
    ///
    /// @param options the seed and the order
    /// @param body the program
    /// @return how it ended, with its timeline and diagram; what failed is not thrown
    public static SimulatedRun replay(SimulationOptions options, Body body) {
        return Runs.single(options, body, true);
    }

    /// Runs a program with many seeds, each in an order of its own, and fails with a report of the first that
    /// fails.
    ///
    /// @param seeds how many; positive
    /// @param body the program; it makes all its state anew each time
    /// @return how many runs there were
    /// @throws ExplorationError if one failed: its seed, how to replay it, and the shortest order that fails
    /// @throws NotDeterministicError if one did not fail again with the same seed
    public static Exploration explore(int seeds, Body body) {
        return explore(byRandomOrders(), seeds, body);
    }

    private static SimulationOptions byRandomOrders() {
        return SimulationOptions.defaults().withOrder(Order.RANDOM).withReplayCommand("Simulation.replay(%dL, body)");
    }

    /// Runs a program with many seeds, counting from that of the options, and fails with a report of the first
    /// that fails.
    ///
    /// @param options the first seed, the order, and what is allowed
    /// @param seeds how many; positive
    /// @param body the program; it makes all its state anew each time
    /// @return how many runs there were
    /// @throws ExplorationError if one failed: its seed, how to replay it, and the shortest order that fails
    /// @throws NotDeterministicError if one did not fail again with the same seed
    public static Exploration explore(SimulationOptions options, int seeds, Body body) {
        return search(options, seeds, any -> {}, body).orThrow();
    }

    /// Runs a program with many seeds, counting from that of the options, until one fails.
    ///
    /// @param options the first seed, the order, and what is allowed
    /// @param seeds how many; positive
    /// @param progress told how far it is, a few times a second, on the thread of the runs
    /// @param body the program; it makes all its state anew each time
    /// @return how many runs there were, and the failure
    /// @throws NotDeterministicError if one did not fail again with the same seed
    public static Exploration search(
            SimulationOptions options, int seeds, Consumer<? super Progress> progress, Body body) {
        return Explorer.seeds(options, seeds, progress, body);
    }

    /// Runs a program with many seeds, counting from that of the options, and each that fails a second time.
    ///
    /// @param options the first seed, the order, and what is allowed
    /// @param seeds how many; positive
    /// @param progress told how far it is, a few times a second, on the thread of the runs
    /// @param body the program; it makes all its state anew each time
    /// @return the runs that failed, in the order of their seeds, without their timelines; unmodifiable
    /// @throws NotDeterministicError if one did not fail again with the same seed, by the same steps
    public static List<SimulatedRun> failing(
            SimulationOptions options, int seeds, Consumer<? super Progress> progress, Body body) {
        return Explorer.failing(options, seeds, progress, body);
    }

    /// Runs a small program in every order there is, depth first, and fails with a report of the first that
    /// fails.
    ///
    /// @param mostOrders how many orders to try at most; positive
    /// @param body the program; it makes all its state anew each time
    /// @return how many orders there were, and whether they were all
    /// @throws ExplorationError if one failed
    /// @throws NotDeterministicError if one did not fail again
    public static Exploration exploreAll(int mostOrders, Body body) {
        return exploreAll(SimulationOptions.defaults(), mostOrders, body);
    }

    /// Runs a small program in every order there is, depth first, and fails with a report of the first that
    /// fails.
    ///
    /// Where a tick has several things ready, each of them may be the next; callbacks of one future keep their
    /// order. Some orders differ in nothing that a program can see. The orders come in the same succession each
    /// time: to replay a failure, run the same number of orders again.
    ///
    /// @param options what is allowed, and the seed of [#random(String)]; their order is not used
    /// @param mostOrders how many orders to try at most; positive
    /// @param body the program; it makes all its state anew each time
    /// @return how many orders there were, and whether they were all
    /// @throws ExplorationError if one failed
    /// @throws NotDeterministicError if one did not fail again
    public static Exploration exploreAll(SimulationOptions options, int mostOrders, Body body) {
        return Explorer.allOrders(options, mostOrders, body).orThrow();
    }

    /// Interrupts a body at each of its awaits, first in, first out: one run for each await and each
    /// [Interrupt]. After each run it checks that nothing hangs, that the body was left once, that a
    /// cancellation was seen and is accounted for, that no task is left, and the invariant.
    ///
    /// @param <S> what the body works on
    /// @param setup makes that, on the loop, anew for each run; it may start other tasks, which must all end by
    /// themselves, whatever happens to the body
    /// @param body what is interrupted
    /// @param invariant what must hold once all tasks have ended
    /// @return how many awaits and runs there were
    /// @throws InterruptionError if one of these did not hold
    public static <S> InterruptionReport cancelAtEveryAwait(
            Callable<S> setup, Scenario.Part<S> body, Scenario.Part<S> invariant) {
        return cancelAtEveryAwait(SimulationOptions.defaults(), 1, new Scenario<>(setup, body, invariant));
    }

    /// Interrupts a scenario at each of its awaits, in several orders.
    ///
    /// @param options the first seed, the order, and what is allowed
    /// @param seeds in how many orders; positive. The first of [Order#RANDOM] is first in, first out
    /// @param scenario what is interrupted, and what must hold afterwards
    /// @return how many awaits and runs there were
    /// @throws InterruptionError if something did not hold
    public static InterruptionReport cancelAtEveryAwait(SimulationOptions options, int seeds, Scenario<?> scenario) {
        return Interruptions.everywhere(options, seeds, scenario);
    }

    /// Interrupts a scenario twice, at each pair of its awaits and in each pair of ways: what a clean-up does when
    /// it is interrupted itself, and what comes of two interruptions at one moment. As many runs as the awaits
    /// squared, some forty times: for small scenarios.
    ///
    /// @param options the first seed, the order, and what is allowed
    /// @param seeds in how many orders; positive. The first of [Order#RANDOM] is first in, first out
    /// @param scenario what is interrupted, and what must hold afterwards
    /// @return how many awaits there were without an interruption, and how many runs
    /// @throws InterruptionError if something did not hold
    public static InterruptionReport cancelAtEveryPairOfAwaits(
            SimulationOptions options, int seeds, Scenario<?> scenario) {
        return Interruptions.everyPair(options, seeds, scenario);
    }

    /// {@return the simulation that the calling thread is in, or null}
    public static @Nullable Simulation currentOrNull() {
        EventLoop loop = EventLoop.currentOrNull();
        return loop == null ? null : loop.attachment(Attachment.class, any -> new Attachment()).simulation;
    }

    void attach() {
        loop.attachment(Attachment.class, any -> new Attachment()).simulation = this;
    }

    /// Where a loop keeps the simulation that it is in.
    private static final class Attachment {
        @Nullable Simulation simulation;
    }

    // --- time ------------------------------------------------------------------------------------

    /// {@return how much virtual time has passed since the run began}
    public Duration now() {
        return Duration.ofNanos(clock.nanos());
    }

    /// {@return the run's clock, in nanoseconds since it began}
    public Clock clock() {
        return clock;
    }

    /// {@return a clock of this run that goes wrong}
    ///
    /// @param offset how far it is ahead when the run begins; negative is behind
    /// @param drift by how much it goes faster: 0.01 gains 10 ms a second; negative loses; above -1
    public Clock clock(Duration offset, double drift) {
        return new DriftingClock(clock, offset, drift);
    }

    /// Lets time pass: suspends the calling task until this much has passed, and everything that was due until
    /// then, and at that moment, has run.
    ///
    /// @param by how much; zero and less let no time pass
    /// @throws CancelledError if the task is cancelled meanwhile
    public void advance(Duration by) {
        if (by.isPositive()) {
            Sleep.sleep(by);
        }
        waitUntilAllBlocked();
    }

    /// Suspends the calling task until nothing else can go on without time passing (Trio's
    /// `wait_all_tasks_blocked`). Several that wait for this go on together.
    ///
    /// @throws CancelledError if the task is cancelled meanwhile
    public void waitUntilAllBlocked() {
        await(untilBlocked);
    }

    /// Suspends the calling task until nothing else can go on at all: no task is ready, and no timer set. With
    /// a task that sleeps again and again this never comes.
    ///
    /// @throws CancelledError if the task is cancelled meanwhile
    public void runUntilIdle() {
        await(untilIdle);
    }

    private void await(Queue<Future<@Nullable Void>> line) {
        var reached = new Future<@Nullable Void>(loop);
        TimerHandle far = keepAwake();
        line.add(reached);
        try {
            reached.await();
        } finally {
            far.cancel();
            line.remove(reached);
        }
    }

    /// A timer that keeps the loop from taking the quiet for a deadlock.
    TimerHandle keepAwake() {
        return loop.callAt(SimulatedClock.FAR_NANOS, (LoopStep) () -> {});
    }

    /// Asked by the clock when nothing is ready.
    boolean use(long nextTimerNanos) {
        boolean nothingElse = nextTimerNanos >= SimulatedClock.FAR_NANOS;
        return schedule.idle() || release(untilBlocked) || (nothingElse && (release(untilIdle) || deadlock()));
    }

    private static boolean release(Queue<Future<@Nullable Void>> line) {
        boolean any = false;
        for (Future<@Nullable Void> reached = line.poll(); reached != null; reached = line.poll()) {
            if (!reached.done()) {
                reached.setResult(null);
                any = true;
            }
        }
        return any;
    }

    private boolean deadlock() {
        loop.fatal(new rondo.loop.DeadlockError("the simulation: nothing is ready, and no timer is set"));
        return true;
    }

    // --- what a program needs --------------------------------------------------------------------

    /// {@return how this run was told to behave}
    public SimulationOptions options() {
        return options;
    }

    /// {@return this run's seed}
    public long seed() {
        return options.seed();
    }

    /// {@return a generator of random numbers drawn from the seed: another one for each name, a new one for
    /// each call}
    ///
    /// @param name what the numbers are for, so that more draws for one purpose do not change another's
    public RandomGenerator random(String name) {
        return new SplittableRandom(new Draws(options.seed() ^ (long) name.hashCode() << Integer.SIZE).next());
    }

    /// {@return the order of events of this run; they are part of its trace}
    public Trail trail() {
        return trail;
    }

    /// {@return the loop that the run is on}
    public EventLoop loop() {
        return loop;
    }

    /// {@return how many steps and callbacks have run or are about to in this tick}
    public long steps() {
        return schedule.steps();
    }

    /// How often the loop has asked what runs next: it does so before each step that is not in the same tick.
    long asked() {
        return schedule.ticks();
    }

    /// {@return the tasks that are left, what each waits for and where, as text}
    public String tasks() {
        return TaskTree.of(loop);
    }

    @Override
    public String toString() {
        return "Simulation[seed " + options.seed() + ", " + now() + ", "
                + Task.all(loop).size() + " tasks]";
    }
}
