package rondo.net;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.BadNetwork.number;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Between two namespaces whose packets are lost, late, out of order or cut off, every call ends by its deadline, on
/// either side (R18). By how much it may be late on this machine is for `proofs/net faults` to judge.
@Timeout(1800)
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has network namespaces")
final class FaultsTest {
    private static final int SECONDS = Integer.getInteger("rondo.seconds", 2); // proofs/net sets 60, or 600
    private static final int CALLS = 10; // at least, in each stretch
    private static final int FAULTS = Integer.getInteger("rondo.faults", 3); // the first ones; it sets 10
    private static final String PORT = "7000"; // nobody else is in the namespace
    private static final long HANGS_MILLIS = Duration.ofMinutes(2).toMillis();
    private static final int TERMINATED = 128 + 15;

    static Stream<Fault> faults() {
        return Stream.of(Fault.values()).limit(FAULTS);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyCallEndsByItsDeadline(Fault fault) throws Exception {
        long seed = System.nanoTime();
        try (var network = BadNetwork.start(seed)) {
            ServerProcess server = server(network);
            try (var client = client(network, seed)) {
                for (Fault.Stretch stretch : fault.stretches()) {
                    network.become(stretch.settings());
                    if (stretch.serverRestarts()) {
                        server.close();
                        server = server(network);
                    }
                    await(stretch, client);
                }
                String packets = network.become("");
                client.process().outputWriter().close();
                String calls = client.end().getFirst();
                String patience = end(server);

                print(fault, calls, patience, packets);
                assertThat(server.logged("SEVERE") + client.logged("SEVERE"))
                        .as("seed " + seed)
                        .isZero();
                assertThat(number(fault.count(), packets)).isPositive();
                assertThat(number("answered", calls)).isPositive();
                assertThat(number("over_ms", calls)).isLessThan(HANGS_MILLIS);
                assertThat(number("over_ms", patience)).isLessThan(HANGS_MILLIS);
            } finally {
                server.close();
            }
        }
    }

    /// Waits for its share of the time, and until some calls have been made in it, on a slow machine.
    private static void await(Fault.Stretch stretch, ServerProcess client) throws IOException, InterruptedException {
        String expected = stretch.settings().contains("cut=") ? "ended" : "answered";
        long calls = number(expected, client.ask());
        long millis = Math.round(stretch.share() * SECONDS * 1000);
        do {
            client.process().waitFor(millis, MILLISECONDS); // it goes on: this is the time that passes
            millis = 20;
        } while (number(expected, client.ask()) < calls + CALLS);
    }

    private static ServerProcess server(BadNetwork network) throws IOException {
        return ServerProcess.start(CalledProgram.class, network.right(), BadNetwork.SERVER, PORT);
    }

    private static ServerProcess client(BadNetwork network, long seed) throws IOException {
        return ServerProcess.start(CallProgram.class, network.left(), BadNetwork.SERVER, PORT, String.valueOf(seed));
    }

    /// Once the server has given up those who are long gone, it is told to end.
    ///
    /// @return what it prints then
    private static String end(ServerProcess server) throws IOException, InterruptedException {
        while (Usage.of(server).connections() > 0) {
            Thread.onSpinWait(); // each answer takes a collection of its heap
        }
        server.signal("TERM");
        String line = server.end().getFirst();
        assertThat(server.process().exitValue()).isEqualTo(TERMINATED);
        return line;
    }

    private static void print(Fault fault, String calls, String patience, String packets) {
        System.out.printf(
                "R18 %s calls=%d answered=%d client_over_ms=%d server_over_ms=%d stall_ms=%d packets: %s%n",
                fault,
                number("ended", calls),
                number("answered", calls),
                number("over_ms", calls),
                number("over_ms", patience),
                number("stall_ms", calls),
                packets.substring("OK ".length()));
    }
}
