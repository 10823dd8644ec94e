package rondo.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the watchdog makes of the ready queue: that it grows and grows, or that tasks keep waking themselves in
/// it.
///
/// The watchdog's thread only. It looks at the loop's queue without asking the loop, which pays nothing: what is
/// seen may be a moment old, and some of it not there any more; only what many looks agree on is reported.
final class QueueWatch {
    /// Looks in a window; two seconds with the usual slow limit.
    static final int WINDOW = 40;

    private static final int MARKS = 4; // within a window
    private static final int MANY = 10_000;
    private static final int SAMPLES = 64; // a look
    private static final int FAST_STEPS = 400; // a look
    private static final int FEWEST_SAMPLES = 20; // a window
    private static final int PERCENT = 100;
    private static final int MOST_NAMES = 1_000;
    private static final int QUIETER = 10;

    private final EventLoop loop;
    private final Consumer<String> report;

    private final long[] marks = new long[MARKS + 1]; // the queue's size at the ends of a window's parts
    private final Map<Ready, Integer> seen = new HashMap<>(); // those that woke themselves, in this window
    private int looks;
    private long steps;
    private int sampled;
    private int selfWoken;
    private int seenAgain; // of these, those that were seen in this window before
    private long reportedSize;
    private int quietWindows; // before the next report of self-wakes
    private int nextQuietWindows = QUIETER;

    QueueWatch(EventLoop loop, Consumer<String> report) {
        this.loop = loop;
        this.report = report;
    }

    /// The loop has made progress since the last look, or sleeps.
    ///
    /// @param stepsSince how many steps it has begun since
    void look(boolean asleep, long stepsSince) {
        if (asleep) {
            beginWindow();
            return;
        }
        if (looks == 0) {
            marks[0] = loop.ready.size();
        }
        looks++;
        steps += stepsSince;
        sample();
        if (looks % (WINDOW / MARKS) == 0) {
            marks[looks * MARKS / WINDOW] = loop.ready.size();
        }
        if (looks == WINDOW) {
            judgeSize();
            judgeSelfWakes();
            beginWindow();
        }
    }

    private void beginWindow() {
        looks = 0;
        steps = 0;
        sampled = 0;
        selfWoken = 0;
        seenAgain = 0;
        seen.clear();
    }

    // --- growth ----------------------------------------------------------------------------------

    /// A burst grows in one step and shrinks afterwards; what grows in each part of a window is no burst.
    private void judgeSize() {
        for (int i = 1; i <= MARKS; i++) {
            if (marks[i] <= marks[i - 1]) {
                return;
            }
        }
        long now = marks[MARKS];
        if (now >= MANY && now >= 2 * reportedSize) {
            reportedSize = now;
            report.accept("the queue of event loop '" + loop.options().name() + "' grows: from " + marks[0] + " to "
                    + now + " while it ran " + steps + " steps; most of what waits is " + mostOfTheQueue()
                    + "; whoever queues it has to wait for it");
        }
    }

    private String mostOfTheQueue() {
        Map<String, Integer> kinds = new HashMap<>();
        int size = loop.ready.size();
        for (int i = 0; i < SAMPLES; i++) {
            Ready item = loop.ready.peek((int) ((long) size * i / SAMPLES));
            if (item != null) {
                kinds.merge(kind(item), 1, Integer::sum);
            }
        }
        String most = most(kinds);
        return most == null ? "gone by now" : most;
    }

    private static String kind(Ready item) {
        if (item instanceof Coroutine) {
            return "steps of tasks";
        }
        String name = item.subject().getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : "a lambda of " + name.substring(0, lambda);
    }

    // --- self-wakes ------------------------------------------------------------------------------

    private void sample() {
        int size = Math.min(loop.ready.size(), SAMPLES);
        for (int i = 0; i < Math.max(1, size); i++) {
            Ready item = loop.ready.peek(i);
            if (item != null) {
                sampled++;
                if (item instanceof Coroutine coroutine && coroutine.started() && coroutine.cause() == null) {
                    selfWoken++;
                    if (seen.containsKey(coroutine)) {
                        seenAgain++;
                    }
                    if (seen.size() < MOST_NAMES) {
                        seen.merge(coroutine, 1, Integer::sum);
                    }
                }
            }
        }
    }

    /// Many tasks that yield once each are no storm: it is the same ones that come back.
    private void judgeSelfWakes() {
        boolean storm = steps >= (long) FAST_STEPS * WINDOW && sampled >= FEWEST_SAMPLES && seenAgain * 2 > sampled;
        if (!storm) {
            return;
        }
        if (quietWindows > 0) {
            quietWindows--;
            return;
        }
        quietWindows = nextQuietWindows;
        nextQuietWindows *= QUIETER;
        Ready most = most(seen);
        String who = most instanceof Coroutine coroutine ? coroutine.name() : "?";
        report.accept("tasks of event loop '" + loop.options().name() + "' keep waking themselves: of " + steps
                + " steps about " + (long) selfWoken * PERCENT / sampled + " % came from a bare yield; task "
                + TerminalText.quoted(who) + " was seen most; await what they look for, or sleep for a time");
    }

    private static <K> @Nullable K most(Map<K, Integer> counts) {
        K most = null;
        int count = 0;
        for (Map.Entry<K, Integer> each : counts.entrySet()) {
            if (each.getValue() > count) {
                most = each.getKey();
                count = each.getValue();
            }
        }
        return most;
    }
}
