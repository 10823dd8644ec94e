package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Two network namespaces with a link between them that is as bad as one says: `link.py`, which see for how.
///
/// @param left runs a command at the client's end
/// @param right runs a command at the server's end, which has the address [#SERVER]
record BadNetwork(Process process, List<String> left, List<String> right) implements AutoCloseable {
    static final String SERVER = "10.1.2.3"; // the certificate "address" is for it

    /// Aborts the test, with the reason, where this machine does not allow it.
    static BadNetwork start(long seed) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("python3", "-c", script(), String.valueOf(seed)).start();
        } catch (IOException e) {
            return abort("a bad network needs python3: " + e.getMessage());
        }
        String line = process.inputReader().readLine();
        if (line == null) {
            List<String> errors = process.errorReader().readAllLines();
            return abort("this machine allows no bad network: " + (errors.isEmpty() ? "" : errors.getLast()));
        }
        String[] words = line.split(" ", -1);
        return new BadNetwork(process, entering(words[1]), entering(words[2]));
    }

    private static String script() throws IOException {
        try (InputStream in = Objects.requireNonNull(BadNetwork.class.getResourceAsStream("link.py"))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static List<String> entering(String namespace) {
        return List.of("nsenter", "--net=" + namespace);
    }

    /// Sets how it is from now on.
    ///
    /// @param settings as `link.py` has them; empty for a good network
    /// @return what has become of the packets until now: words with numbers
    String become(String settings) throws IOException {
        process.outputWriter().write(settings + "\n");
        process.outputWriter().flush();
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new AssertionError("the bad network has ended: "
                    + String.join("\n", process.errorReader().readAllLines()));
        }
        return line;
    }

    /// A number of a line of `key=number` words.
    static long number(String key, String line) {
        var match = Pattern.compile("\\b" + key + "=(\\d+)").matcher(line);
        if (!match.find()) {
            throw new AssertionError("no " + key + " in: " + line);
        }
        return Long.parseLong(match.group(1));
    }

    @Override
    public void close() throws IOException {
        process.outputWriter().close(); // its end
    }
}
