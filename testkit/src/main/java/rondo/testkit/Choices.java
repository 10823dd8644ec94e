package rondo.testkit;

import java.util.Arrays;

/// The choices that a run has made, and among how many each was.
final class Choices {
    private static final int INITIAL = 64;

    private int[] chosen = new int[INITIAL];
    private int[] widths = new int[INITIAL];
    private int size;

    void add(int choice, int width) {
        if (size == chosen.length) {
            chosen = Arrays.copyOf(chosen, size * 2);
            widths = Arrays.copyOf(widths, size * 2);
        }
        chosen[size] = choice;
        widths[size++] = width;
    }

    /// {@return what was chosen, without the asyncio's-order choices at the end}
    int[] script() {
        int end = size;
        while (end > 0 && chosen[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(chosen, end);
    }

    /// {@return the choices that lead to the next order, depth first: the last that can be another is; null
    /// when there is none left}
    int @org.jspecify.annotations.Nullable [] next() {
        for (int i = size - 1; i >= 0; i--) {
            if (chosen[i] + 1 < widths[i]) {
                int[] script = Arrays.copyOf(chosen, i + 1);
                script[i]++;
                return script;
            }
        }
        return null;
    }
}
