package rondo.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rondo.loop.Ready;

/// What is left of a tick's snapshot, and which of it may run next: of those with one cause only the first.
///
/// It is asked at each choice of each run, so nothing is made that is not needed.
final class Candidates {
    /// Above so many, what is chosen changes places with the head instead of going in front of it.
    private static final int LARGE = 256;

    private static final int MANY = 32;

    private List<Ready> left = List.of();
    private final List<@Nullable Object> causes = new ArrayList<>(); // where related: theirs, as it began
    private boolean related; // two of them have one cause
    private boolean foreign; // a lost error's report is among them

    private int from; // what stands before this has been chosen
    private int[] places = new int[MANY]; // where related: of those that may run next
    private int width;

    /// Begins with a snapshot.
    void begin(List<Ready> snapshot) {
        left = snapshot;
        foreign = false;
        int caused = 0;
        for (int i = 0; i < snapshot.size(); i++) {
            Ready item = snapshot.get(i);
            caused += item.cause() == null ? 0 : 1;
            foreign |= Numbering.isForeign(item);
        }
        related = caused > 1 && findRelated();
    }

    /// Collects the causes.
    ///
    /// @return whether one comes twice
    private boolean findRelated() {
        causes.clear();
        boolean twice = false;
        Set<Object> seen = left.size() > MANY ? Collections.newSetFromMap(new IdentityHashMap<>()) : Set.of();
        for (Ready item : left) {
            Object cause = item.cause();
            twice |= cause != null && (left.size() > MANY ? !seen.add(cause) : causes.contains(cause));
            causes.add(cause);
        }
        return twice;
    }

    /// Looks at what is left from a place on.
    ///
    /// @return how many of it may run next
    int lookFrom(int place) {
        from = place;
        width = left.size() - place;
        if (related) {
            lookFromRelated(place);
        }
        return width;
    }

    private void lookFromRelated(int place) {
        if (places.length < width) {
            places = new int[width];
        }
        width = 0;
        for (int i = place; i < causes.size(); i++) {
            if (isFirstOfItsCause(i)) {
                places[width++] = i;
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a future is itself only
    private boolean isFirstOfItsCause(int i) {
        Object cause = causes.get(i);
        for (int earlier = from; cause != null && earlier < i; earlier++) {
            if (causes.get(earlier) == cause) {
                return false;
            }
        }
        return true;
    }

    /// {@return one that may run next, oldest first}
    Ready at(int candidate) {
        return left.get(place(candidate));
    }

    private int place(int candidate) {
        return related ? places[candidate] : from + candidate;
    }

    /// Puts one that may run next in front.
    void choose(int candidate) {
        move(place(candidate));
    }

    /// A lost error's report comes whenever the collector likes. It runs first, and is no part of the run.
    ///
    /// @return whether there was one, which stands in front now
    boolean chooseForeign() {
        for (int i = from; foreign && i < left.size(); i++) {
            if (Numbering.isForeign(left.get(i))) {
                move(i);
                return true;
            }
        }
        return false;
    }

    private void move(int place) {
        if (related) {
            causes.add(from, causes.remove(place));
        }
        if (left.size() > LARGE && !related) {
            left.set(place, left.set(from, left.get(place)));
        } else if (place != from) {
            left.add(from, left.remove(place));
        }
    }
}
