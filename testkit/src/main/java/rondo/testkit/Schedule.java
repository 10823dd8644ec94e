package rondo.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.Ready;
import rondo.loop.ReadyOrder;

/// A run's order, as the loop asks for it: has each choice made, and writes the trace.
///
/// It arranges a tick's whole snapshot at once, unless each step is to be a tick of its own. Stepwise, for what
/// has to look between two steps, it then lets one go at a time.
final class Schedule implements ReadyOrder {
    private final Chooser chooser;
    private final Between between;
    private final boolean stepwise;
    private final @Nullable Choices choices;
    private final TraceHash hash = new TraceHash();
    private final TraceHash notes = new TraceHash(); // apart: a whole tick is traced before its steps note anything
    private final Numbering numbering = new Numbering();
    private final Candidates candidates = new Candidates();
    private final SimulatedClock clock;
    private final long stepLimit;

    private long steps;
    private long ticks; // and pieces of them
    private long limit;
    private int pending; // stepwise: how much of the snapshot is still to come, in the order that it has

    /// Looks between two steps, where a schedule is stepwise.
    interface Between {
        /// What is about to run next.
        void before(Ready next);

        /// The step before has ended, or none has run yet.
        ///
        /// @return false if the run is to end here
        default boolean after() {
            return true;
        }

        /// Nothing is ready, and time is about to jump.
        ///
        /// @return whether this has made something ready
        default boolean idle() {
            return false;
        }

        /// {@return one that looks with both}
        static Between both(Between first, Between second) {
            return new Between() {
                @Override
                public void before(Ready next) {
                    first.before(next);
                    second.before(next);
                }

                @Override
                public boolean after() {
                    boolean goesOn = first.after();
                    return second.after() && goesOn;
                }

                @Override
                public boolean idle() {
                    boolean made = first.idle();
                    return second.idle() || made;
                }
            };
        }
    }

    Schedule(SimulatedClock clock, Chooser chooser, @Nullable Choices choices, @Nullable Between between, long limit) {
        this.clock = clock;
        this.chooser = chooser;
        this.choices = choices;
        this.between = between == null ? next -> {} : between;
        this.stepwise = between != null || chooser.endsTickAfterEach();
        this.stepLimit = limit;
        this.limit = limit;
    }

    @Override
    public int arrange(List<Ready> left) {
        ticks++;
        if (!between.after() || left.isEmpty()) {
            pending = 0;
            return 0;
        }
        if (pending == 0 && steps >= limit) {
            return endRun();
        }
        if (chooser.endsTickAfterEach()) {
            return onlyOne(left);
        }
        if (pending == 0) {
            all(left);
        }
        return stepwise ? next(left) : left.size();
    }

    @SuppressWarnings("ReferenceEquality") // the constant
    private void all(List<Ready> left) {
        boolean asIs = chooser == Chooser.FIFO && choices == null;
        if (!asIs) {
            candidates.begin(left);
        }
        for (int i = 0; i < left.size(); i++) {
            if (!asIs) {
                choose(i);
            }
            trace(left.get(i));
        }
    }

    private int onlyOne(List<Ready> left) {
        if (pending > 0) {
            pending = 0;
            return 0;
        }
        candidates.begin(left);
        choose(0);
        trace(left.getFirst());
        return next(left);
    }

    private int next(List<Ready> left) {
        between.before(left.getFirst());
        pending = left.size() - 1;
        return 1;
    }

    /// An error has ended the run in the midst of a tick: what is left of that is the next one's.
    void brokenOff() {
        pending = 0;
    }

    private void choose(int from) {
        int width = candidates.lookFrom(from);
        if (candidates.chooseForeign() || width < 2) {
            return;
        }
        int choice = chooser.choose(width, candidates);
        if (choices != null) {
            choices.add(choice, width);
        }
        candidates.choose(choice);
    }

    private void trace(Ready item) {
        long number = numbering.of(item);
        if (number != Numbering.FOREIGN) {
            steps++;
            hash.add(clock.nanos());
            hash.add(number);
        }
    }

    private int endRun() {
        EventLoop loop = EventLoop.current();
        loop.fatal(new StepLimitError(stepLimit, TaskTree.of(loop)));
        limit += stepLimit; // for the clean-up
        return 0;
    }

    boolean idle() {
        return between.idle();
    }

    /// Takes in an event that is not a step.
    void note(String event) {
        notes.add(clock.nanos());
        notes.add(event);
    }

    Numbering numbering() {
        return numbering;
    }

    long ticks() {
        return ticks;
    }

    long steps() {
        return steps;
    }

    String hash() {
        return hash.with(notes).toString();
    }
}
