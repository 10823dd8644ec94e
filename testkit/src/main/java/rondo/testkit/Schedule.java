package rondo.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.Ready;
import rondo.loop.ReadyOrder;

/// A run's order, as the loop asks for it: has each choice made, and writes the trace.
///
/// It arranges a tick's whole snapshot at once, unless each step is to be a tick of its own. Stepwise, for what
/// has to look between two steps, it then lets one go at a time.
final class Schedule implements ReadyOrder {
    /// Above so many, what is chosen changes places with the head instead of going in front of it.
    private static final int LARGE = 256;

    private static final int MANY = 32;

    private final Chooser chooser;
    private final Between between;
    private final boolean stepwise;
    private final @Nullable Choices choices;
    private final TraceHash hash = new TraceHash();
    private final TraceHash notes = new TraceHash(); // apart: a whole tick is traced before its steps note anything
    private final Numbering numbering = new Numbering();
    private final SimulatedClock clock;
    private final long stepLimit;

    private long steps;
    private long ticks; // and pieces of them
    private long limit;
    private int pending; // stepwise: how much of the snapshot is still to come, in the order that it has
    private final List<@Nullable Object> causes = new ArrayList<>(); // of the snapshot's rest, as it was when it began
    private boolean related; // two of them have one cause
    private boolean foreign; // a lost error's report is among them

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
        if (pending == 0) {
            begin(left);
        }
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

    private void begin(List<Ready> left) {
        causes.clear();
        related = false;
        foreign = false;
        Set<Object> seen = left.size() > MANY ? Collections.newSetFromMap(new IdentityHashMap<>()) : Set.of();
        for (Ready item : left) {
            Object cause = item.cause();
            related |= cause != null && (left.size() > MANY ? !seen.add(cause) : causes.contains(cause));
            foreign |= Numbering.isForeign(item);
            causes.add(cause);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the constant
    private void all(List<Ready> left) {
        boolean asIs = chooser == Chooser.FIFO && choices == null;
        for (int i = 0; i < left.size(); i++) {
            if (!asIs) {
                choose(left, i);
            }
            trace(left.get(i));
        }
    }

    private int onlyOne(List<Ready> left) {
        if (pending > 0) {
            pending = 0;
            return 0;
        }
        choose(left, 0);
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

    private void choose(List<Ready> left, int from) {
        int width = related ? eligible(from) : left.size() - from;
        int report = foreign ? foreign(left, from) : -1;
        if (report >= 0) {
            move(left, report, from);
        } else if (width > 1) {
            int choice = chooser.choose(width, () -> candidates(left, from));
            if (choices != null) {
                choices.add(choice, width);
            }
            move(left, related ? position(from, choice) : from + choice, from);
        }
    }

    /// A lost error's report comes whenever the collector likes. It runs first, and is no part of the run.
    private static int foreign(List<Ready> left, int from) {
        for (int i = from; i < left.size(); i++) {
            if (Numbering.isForeign(left.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void move(List<Ready> left, int from, int to) {
        if (left.size() > LARGE && !related) {
            left.set(from, left.set(to, left.get(from)));
            causes.set(from, causes.set(to, causes.get(from)));
        } else if (from != to) {
            left.add(to, left.remove(from));
            causes.add(to, causes.remove(from));
        }
    }

    /// Of those with one cause only the first may run next.
    @SuppressWarnings("ReferenceEquality") // a future is itself only
    private boolean isEligible(int from, int i) {
        Object cause = causes.get(i);
        for (int earlier = from; cause != null && earlier < i; earlier++) {
            if (causes.get(earlier) == cause) {
                return false;
            }
        }
        return true;
    }

    private int eligible(int from) {
        int width = 0;
        for (int i = from; i < causes.size(); i++) {
            width += isEligible(from, i) ? 1 : 0;
        }
        return width;
    }

    private int position(int from, int choice) {
        int before = choice;
        for (int i = from; ; i++) {
            if (isEligible(from, i) && before-- == 0) {
                return i;
            }
        }
    }

    private List<Ready> candidates(List<Ready> left, int from) {
        var all = new ArrayList<Ready>();
        for (int i = from; i < left.size(); i++) {
            if (!related || isEligible(from, i)) {
                all.add(left.get(i));
            }
        }
        return all;
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
