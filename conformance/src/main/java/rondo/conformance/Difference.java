package rondo.conformance;

import java.util.List;

/// Where two traces part, for a reader.
final class Difference {
    private static final int CONTEXT = 6; // lines before

    private Difference() {}

    /// {@return the lines up to the first one that differs, and that one as expected and as it was}
    static String describe(List<?> expected, List<String> actual) {
        int first = 0;
        while (first < expected.size()
                && first < actual.size()
                && expected.get(first).equals(actual.get(first))) {
            first++;
        }
        StringBuilder text = new StringBuilder("differs in line " + (first + 1) + " of " + expected.size() + "\n");
        for (int i = Math.max(0, first - CONTEXT); i < first; i++) {
            text.append("            ").append(actual.get(i)).append('\n');
        }
        text.append("  expected: ").append(line(expected, first)).append('\n');
        text.append("  actual:   ").append(line(actual, first));
        return text.toString();
    }

    private static Object line(List<?> trace, int i) {
        return i < trace.size() ? trace.get(i) : "(the trace ends)";
    }
}
