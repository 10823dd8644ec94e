package rondo.testkit;

import java.util.Arrays;
import java.util.function.Predicate;

/// Looks for the shortest list of choices that still fails: fewest departures from first in, first out, the
/// smallest ones, and none behind the last that matters. After Zeller's delta debugging (TSE 2002), with "make
/// the choice that asyncio makes" for "leave it out".
final class Shrinker {
    private static final int MOST_RUNS = 2_000;

    private final Predicate<int[]> fails;
    private int runs;

    Shrinker(Predicate<int[]> fails) {
        this.fails = fails;
    }

    int[] shrink(int[] failing) {
        int[] best = truncated(failing);
        for (int chunk = best.length; chunk >= 1; chunk = chunk == 1 ? 0 : (chunk + 1) / 2) {
            best = withoutChunks(best, chunk);
        }
        return smaller(best);
    }

    private int[] withoutChunks(int[] from, int chunk) {
        int[] best = from;
        for (int start = 0; start < best.length; start += chunk) {
            int[] candidate = best.clone();
            Arrays.fill(candidate, start, Math.min(start + chunk, candidate.length), 0);
            if (!Arrays.equals(candidate, best) && stillFails(candidate)) {
                best = truncated(candidate);
            }
        }
        return best;
    }

    private int[] smaller(int[] from) {
        int[] best = from;
        for (int i = 0; i < best.length; i++) {
            if (best[i] > 1) {
                int[] candidate = best.clone();
                candidate[i] = 1;
                best = stillFails(candidate) ? candidate : best;
            }
        }
        return best;
    }

    private boolean stillFails(int[] candidate) {
        return ++runs <= MOST_RUNS && fails.test(candidate);
    }

    private static int[] truncated(int[] script) {
        int end = script.length;
        while (end > 0 && script[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(script, end);
    }
}
