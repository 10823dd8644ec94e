package rondo.io;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What ends a read: one of several byte sequences.
final class Separators {
    static final Separators LINE_FEED = new Separators(List.of(new byte[] {'\n'}));

    private final List<byte[]> all; // the shortest first: of two that end together it wins, as in asyncio
    private final int longest;

    Separators(List<byte[]> all) {
        if (all.isEmpty() || all.stream().anyMatch(separator -> separator.length == 0)) {
            throw new IllegalArgumentException("a separator needs at least one byte; there are " + describe(all));
        }
        this.all = all.stream()
                .sorted(Comparator.comparingInt(separator -> separator.length))
                .toList();
        this.longest = this.all.getLast().length;
    }

    int longest() {
        return longest;
    }

    /// Finds the separator that ends first (asyncio's shortest match), from an index on.
    ///
    /// @return where it begins and ends, or null
    @org.jspecify.annotations.Nullable Match find(ReadAhead bytes, int from) {
        Match best = null;
        for (byte[] separator : all) {
            int begin = bytes.indexOf(separator, from);
            if (begin >= 0 && (best == null || begin + separator.length < best.end)) {
                best = new Match(begin, begin + separator.length);
            }
        }
        return best;
    }

    record Match(int begin, int end) {}

    @Override
    public String toString() {
        return describe(all);
    }

    private static String describe(List<byte[]> separators) {
        return separators.stream().map(Separators::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(byte[] separator) {
        var text = new StringBuilder("\"");
        for (byte b : separator) {
            switch (b) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> {
                    if (b >= ' ' && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        text.append("\\x").append(String.format("%02x", b));
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
