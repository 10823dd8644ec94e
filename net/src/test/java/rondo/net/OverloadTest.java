package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rondo.group.TaskGroup;
import rondo.io.ByteStream;
import rondo.io.Threads;
import rondo.loop.EventLoop;
import rondo.task.Sleep;

/// A server that is asked ten times what it can do answers as much as at its best, and refuses the rest at once (R12).
/// Clients come at their times whether or not others have been served. What depends on the machine's speed is printed,
/// for `proofs/net overload` to judge; the three loads are measured in turn, since others use the machine too.
@Timeout(7200)
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells a process's memory in /proc")
final class OverloadTest {
    private static final int SECONDS = Integer.getInteger("rondo.seconds", 1); // proofs/net sets 60, or 600
    private static final int ROUND_SECONDS = Math.min(SECONDS, 10);
    private static final Duration PEAK = Duration.ofMillis(300L * ROUND_SECONDS);
    private static final int UNLOADED_CLIENTS = 20;
    private static final int FACTOR = 10;
    private static final Duration BETWEEN_ARRIVALS = Duration.ofMillis(5);
    private static final Duration HANGS = Duration.ofSeconds(60);
    private static final long GROWTH_BYTES = 4 << 20;

    private int port;
    private long refused; // in all phases

    private record Phases(Phase unloaded, Phase peak, Phase overload) {
        Phases() {
            this(new Phase(), new Phase(), new Phase());
        }
    }

    @ParameterizedTest
    @CsvSource({"waits, 10, 50, 1", "computes, 3, 0, 8"}) // the limit; ms of waiting, MiB to digest for each client
    void overloadedServerAnswersAsMuchAsAtItsPeakAndRefusesTheRest(String kind, int limit, int wait, int times)
            throws IOException {
        try (var server = ServerProcess.startMeasured(OverloadProgram.class, words(limit, wait, times))) {
            port = server.port();
            run(() -> {
                round(limit, new Phases()); // until its code is compiled
                Usage before = usage(server);
                var phases = new Phases();
                for (int i = 0; i < SECONDS / ROUND_SECONDS; i++) {
                    round(limit, phases);
                }
                Usage after = usage(server);

                print(kind, phases, before, after);
                assertThat(phases.overload().answers()).isPositive();
                assertThat(phases.overload().resets()).isPositive();
                assertThat(after.refused()).isEqualTo(refused);
                assertThat(used(after) - used(before)).isLessThan(GROWTH_BYTES);
            });
            assertThat(server.logged("SEVERE")).isZero();
        }
    }

    private static String[] words(int... numbers) {
        return IntStream.of(numbers).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private void round(int limit, Phases phases) throws TimeoutException {
        unloaded(phases.unloaded());
        peak(phases.peak(), limit);
        overload(phases.overload(), FACTOR * phases.peak().answersASecond());
    }

    /// One client after the other.
    private void unloaded(Phase phase) throws TimeoutException {
        for (int i = 0; i < UNLOADED_CLIENTS; i++) {
            ask(phase);
        }
    }

    /// As many clients as the limit, each without a pause.
    private void peak(Phase phase, int limit) {
        phase.begin();
        TaskGroup.run(clients -> {
            for (int i = 0; i < limit; i++) {
                clients.createTask(() -> askUntilPeakIsOver(phase));
            }
        });
        phase.end();
    }

    private void askUntilPeakIsOver(Phase phase) throws TimeoutException {
        while (phase.lasts(PEAK)) {
            ask(phase);
        }
    }

    /// Clients at a rate, whatever becomes of them. Ends when all have ended.
    private void overload(Phase phase, double clientsASecond) {
        long total = Math.round(clientsASecond * ROUND_SECONDS);
        phase.begin();
        TaskGroup.run(clients -> {
            for (long started = 0; started < total; ) {
                long due = Math.min(total, Math.round(clientsASecond * phase.stretchNanos() / 1e9));
                for (; started < due; started++) {
                    clients.createTask(() -> ask(phase));
                }
                Sleep.sleep(BETWEEN_ARRIVALS);
            }
            phase.end();
        });
    }

    private void ask(Phase phase) throws TimeoutException {
        long start = EventLoop.current().time();
        boolean answered = rondo.task.Timeout.<Boolean>timeout(HANGS, this::isAnswered);
        long nanos = EventLoop.current().time() - start;
        if (answered) {
            phase.answered(nanos);
        } else {
            phase.reset(nanos);
            refused++;
        }
    }

    /// {@return false if the connection was reset}
    private boolean isAnswered() {
        ByteStream stream = null;
        try {
            stream = Tcp.connect("127.0.0.1", port);
            stream.write("?\n");
            assertThat(stream.readLine()).as("an answer before the end").isNotNull();
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            if (stream != null) {
                stream.abort(); // so that no port waits for its last packets to die
            }
        }
    }

    private static Usage usage(ServerProcess server) {
        return Threads.<Usage>toThread(() -> Usage.of(server));
    }

    private static long used(Usage usage) {
        return usage.heapBytes() + usage.directBytes();
    }

    private static void print(String kind, Phases phases, Usage before, Usage after) {
        Phase overload = phases.overload();
        System.out.printf(
                "R12 %s clients=%d peak=%.0f goodput_percent=%.1f unloaded_p99_ms=%.1f p99_ratio=%.2f"
                        + " reset_p50_ms=%.2f reset_p99_ms=%.2f kept_kib=%d resident_growth_kib=%d%n",
                kind,
                overload.answers() + overload.resets(),
                phases.peak().answersASecond(),
                100 * overload.answersASecond() / phases.peak().answersASecond(),
                phases.unloaded().answerMillis(0.99),
                overload.answerMillis(0.99) / phases.unloaded().answerMillis(0.99),
                overload.resetMillis(0.5),
                overload.resetMillis(0.99),
                Math.max(0, used(after) - used(before)) >> 10,
                (after.residentBytes() - before.residentBytes()) >> 10);
    }
}
