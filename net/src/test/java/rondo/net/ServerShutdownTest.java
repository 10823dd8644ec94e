package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import rondo.io.ByteStream;
import rondo.task.Task;

/// A server that is told to end while it works finishes or cancels what it has begun, and ends (R21).
@Timeout(7200)
@EnabledOnOs(value = OS.LINUX, disabledReason = "a signal's default disposition is set by env, as Linux has it")
final class ServerShutdownTest {
    private static final int ROUNDS = Integer.getInteger("rondo.rounds", 5); // proofs/net sets 50, or 1,000
    private static final List<String> HEEDING_SIGNALS = List.of("env", "--default-signal=INT");
    private static final int CLIENTS = 20;
    private static final int MOST_ANSWERS = 500;
    private static final int SHORT_MILLIS = 20;
    private static final int LONG_MILLIS = 100_000;

    private int answers;
    private int cancelled;

    @Test
    void serverThatIsToldToEndUnderLoadEnds() throws Exception {
        long seed = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            round(seed + i, i % 2 == 0 ? "TERM" : "INT", i % 2 == 0 ? 128 + 15 : 128 + 2);
        }
        System.out.printf("R21 rounds=%d answers=%d cancelled=%d%n", ROUNDS, answers, cancelled);
    }

    private void round(long seed, String signal, int exitCode) throws Exception {
        var random = new Random(seed);
        int enough = answers + random.nextInt(MOST_ANSWERS);
        int before = answers;
        try (var server = ServerProcess.start(WorkProgram.class, HEEDING_SIGNALS)) {
            run(() -> {
                var clients = new ArrayList<Task<?>>();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(task(() -> ask(server.port(), random)));
                }
                until(() -> answers >= enough);
                server.signal(signal);
                clients.forEach(Task::await);
            });

            assertEnded(server, exitCode, answers - before, "seed " + seed);
        }
    }

    /// Asks until the server is gone.
    private void ask(int port, Random random) {
        try (ByteStream stream = Tcp.connect("127.0.0.1", port)) {
            boolean served = true;
            while (served) {
                int millis = random.nextInt(100) == 0 ? LONG_MILLIS : random.nextInt(SHORT_MILLIS);
                stream.write(millis + "\n");
                String answer = stream.readLine();
                served = answer != null;
                if (served) {
                    assertThat(answer).isEqualTo(String.valueOf(millis));
                    answers++;
                }
            }
        } catch (IOException e) {
            // reset, or refused: it is gone
        }
    }

    private void assertEnded(ServerProcess server, int exitCode, int received, String what) throws Exception {
        List<String> printed = server.end();

        assertThat(server.process().exitValue()).as(what).isEqualTo(exitCode);
        assertThat(server.logged("SEVERE")).as(what).isZero(); // a busy machine earns it warnings of slow steps
        int begun = count("begun", printed.getFirst());
        int answered = count("answered", printed.getFirst());
        int given = count("cancelled", printed.getFirst());
        assertThat(begun).as(what).isEqualTo(answered + given);
        assertThat(received).as(what).isEqualTo(answered);
        cancelled += given;
    }

    private static int count(String key, String line) {
        var match = Pattern.compile(key + "=(\\d+)").matcher(line);
        assertThat(match.find()).as(line).isTrue();
        return Integer.parseInt(match.group(1));
    }
}
