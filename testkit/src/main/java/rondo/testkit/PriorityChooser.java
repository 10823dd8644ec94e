package rondo.testkit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// [Order#PRIORITIES]: the one of the highest priority runs, alone in its tick, and at a few steps drawn
/// beforehand the highest falls below all others.
final class PriorityChooser implements Chooser {
    /// A task that yields to others in a loop must see them run in the end.
    private static final int LONGEST_LEAD = 64;

    /// The paper draws the points evenly from a run's length, which it measures beforehand. Here they are drawn
    /// with as many among the first 8 choices as among the next 8, the next 16 and so on.
    private static final int LONGEST_RUN_BITS = 12;

    private final Draws draws;
    private final IdentityHashMap<Object, Long> priorities = new IdentityHashMap<>();
    private final List<Long> changes = new ArrayList<>();
    private long chosen;
    private long lowest;
    private Object leader = this;
    private int lead;

    PriorityChooser(Draws draws, int changes) {
        this.draws = draws;
        for (int i = 0; i < changes; i++) {
            this.changes.add(draws.next() >>> (Long.SIZE - 3 - draws.below(LONGEST_RUN_BITS)));
        }
    }

    @Override
    public boolean endsTickAfterEach() {
        return true;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a task is itself only
    public int choose(int width, Candidates candidates) {
        int best = highest(width, candidates);
        if (changes.remove(chosen++) || lead > LONGEST_LEAD) {
            priorities.put(candidates.at(best).subject(), --lowest);
            lead = 0;
            best = highest(width, candidates);
        }
        Object subject = candidates.at(best).subject();
        lead = subject == leader ? lead + 1 : 0;
        leader = subject;
        return best;
    }

    private int highest(int width, Candidates candidates) {
        int best = 0;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < width; i++) {
            long priority = priority(candidates.at(i).subject());
            if (priority > highest) {
                highest = priority;
                best = i;
            }
        }
        return best;
    }

    private long priority(Object subject) {
        Long drawn = priorities.get(subject);
        if (drawn == null) {
            drawn = draws.next() >>> 1;
            priorities.put(subject, drawn);
        }
        return drawn;
    }
}
