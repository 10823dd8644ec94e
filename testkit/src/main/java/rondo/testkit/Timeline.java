package rondo.testkit;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// A run as text: a line a step.
final class Timeline {
    /// Longer runs are cut in the middle: what led to a failure stands at the end.
    private static final int LONGEST = 400;

    private static final int KEPT_AT_START = 100;
    private static final int NARROWEST_TIME = 12;
    private static final int MILLIS = 3;
    private static final int NANOS = 9;

    private Timeline() {}

    static String of(List<Event> events) {
        int width = events.stream().mapToInt(e -> e.actor().length()).max().orElse(0);
        int decimals = events.stream().mapToInt(e -> decimals(e.nanos())).max().orElse(MILLIS);
        int timeWidth = events.stream()
                .mapToInt(e -> seconds(e.nanos(), decimals).length())
                .max()
                .orElse(0);
        var text = new StringBuilder();
        Event last = null;
        int cut = events.size() > LONGEST ? events.size() - LONGEST : 0;
        for (int i = 0; i < events.size(); i++) {
            if (cut > 0 && i == KEPT_AT_START) {
                text.append("\n  ... ").append(cut).append(" events left out ...");
                i += cut;
                last = null;
            }
            Event event = events.get(i);
            if (last != null && belongsTo(last, event)) {
                text.append("; ").append(words(event));
            } else {
                text.append(String.format(
                        Locale.ROOT,
                        "\n%" + Math.max(NARROWEST_TIME, timeWidth) + "s  %-" + Math.max(1, width) + "s  %s",
                        seconds(event.nanos(), decimals),
                        event.actor(),
                        words(event)));
            }
            last = event;
        }
        return text.substring(text.isEmpty() ? 0 : 1);
    }

    private static boolean belongsTo(Event last, Event event) {
        boolean ended = last.kind().compareTo(Event.Kind.AWAITS) >= 0;
        return !ended && last.actor().equals(event.actor()) && last.nanos() == event.nanos();
    }

    private static String words(Event event) {
        return switch (event.kind()) {
            case STARTS -> "starts " + event.what();
            case NOTES -> event.what();
            case WAKES -> "wakes " + event.what();
            case AWAITS -> "awaits " + event.what();
            case YIELDS -> "yields";
            case ENDS -> event.what();
        };
    }

    static String seconds(long nanos) {
        return seconds(nanos, decimals(nanos));
    }

    private static String seconds(long nanos, int decimals) {
        return BigDecimal.valueOf(nanos, NANOS).setScale(decimals).toPlainString() + " s";
    }

    /// {@return how many a time needs to be exact, and at least those of milliseconds}
    private static int decimals(long nanos) {
        return Math.max(
                MILLIS, BigDecimal.valueOf(nanos, NANOS).stripTrailingZeros().scale());
    }
}
