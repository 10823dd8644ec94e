package rondo.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static rondo.io.OnLoop.run;
import static rondo.io.OnLoop.task;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.task.Sleep;

/// A read up to one of several separators gives the same, however the bytes come in pieces: what asyncio's rule says of
/// the whole text.
@Timeout(120)
final class ReadUntilTest {
    private static final long SEED = 20_261_127;
    private static final int TEXTS = 3_000;

    @Test
    void separatorsAreFoundAcrossAllPieces() {
        run(() -> {
            for (int i = 0; i < TEXTS; i++) {
                var random = new Random(SEED + i);
                String text = text(random, random.nextInt(60));
                List<String> separators = new ArrayList<>();
                for (int k = random.nextInt(3); k >= 0; k--) {
                    separators.add(text(random, 1 + random.nextInt(4)));
                }
                int limit = 1 + random.nextInt(30);

                assertThat(read(text, separators, limit, random))
                        .as("seed %d: %s, limit %d, by %s", SEED + i, text, limit, separators)
                        .isEqualTo(expected(text, separators, limit));
            }
        });
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    /// What comes of reading a text that is written in pieces to its end.
    private static List<String> read(String text, List<String> separators, int limit, Random random)
            throws IOException {
        var read = new ArrayList<String>();
        try (var pipe = Pipe.open(StreamOptions.defaults().withLimit(limit))) {
            var writer = task(() -> write(text, pipe.left(), random));
            boolean more;
            do {
                more = readOne(pipe.right(), separators, read);
            } while (more);
            writer.await();
        }
        return read;
    }

    private static void write(String text, ByteStream to, Random random) throws IOException {
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(6));
            to.write(text.substring(at, end));
            Sleep.sleep(Duration.ZERO);
            at = end;
        }
        to.shutdownOutput();
    }

    /// @return whether there may be more
    private static boolean readOne(ByteStream stream, List<String> separators, List<String> read) throws IOException {
        try {
            read.add(new String(stream.readUntil(separators.toArray(String[]::new)), ISO_8859_1));
            return true;
        } catch (IncompleteReadException e) {
            read.add("the end after " + new String(e.partial(), ISO_8859_1));
        } catch (LimitExceededException e) {
            read.add("too much"); // how much is certain of it depends on the pieces
        }
        return false;
    }

    private static List<String> expected(String text, List<String> separators, int limit) {
        var parts = new ArrayList<String>();
        String rest = text;
        while (true) {
            String left = rest;
            int[] found = separators.stream()
                    .filter(left::contains)
                    .map(separator -> new int[] {left.indexOf(separator), left.indexOf(separator) + separator.length()})
                    .min(Comparator.<int[]>comparingInt(match -> match[1]).thenComparingInt(match -> -match[0]))
                    .orElse(null);
            int longest = separators.stream().mapToInt(String::length).max().orElseThrow();
            if (found == null) {
                parts.add(left.length() + 1 - longest > limit ? "too much" : "the end after " + left);
                return parts;
            }
            if (found[0] > limit) {
                parts.add("too much");
                return parts;
            }
            parts.add(left.substring(0, found[1]));
            rest = left.substring(found[1]);
        }
    }
}
