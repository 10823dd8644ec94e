package rondo.testkit.net.systems;

import static rondo.Rondo.sleep;
import static rondo.Rondo.taskGroup;
import static rondo.testkit.net.systems.SampleSystem.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import rondo.sync.Lock;
import rondo.testkit.Simulation;
import rondo.testkit.net.Faults;
import rondo.testkit.net.Host;
import rondo.testkit.net.SimulatedNetwork;

/// Deposits at a bank that can stop at any moment, by clients that ask again until they have an answer.
///
/// A deposit that was acknowledged is booked once, one that was not at most once. With the bug the bank knows
/// the requests that it has done only until it stops; what it has booked is on its disk.
final class Rpc implements SampleSystem {
    private static final int CLIENTS = 3;
    private static final int REQUESTS = 2;
    private static final Duration SPAN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(150);
    private static final Faults FAULTS = Faults.none()
            .withLatency(Duration.ofMillis(1), Duration.ofMillis(40))
            .withStreams(0.02, 0.1)
            .withConnects(0.02, 0.02, 0);

    @Override
    public void run(Simulation world, boolean fixed) throws Exception {
        var network = SimulatedNetwork.of(world, FAULTS);
        var client = network.host("client");
        var bank = network.host("bank");
        var troubles = new Troubles(network, SPAN);
        troubles.runAndStop(bank, () -> new Bank(world, bank, fixed).serve());
        troubles.cutOff(client, bank);

        var acknowledged = new ArrayList<String>();
        taskGroup(group -> {
            for (int i = 1; i <= CLIENTS; i++) {
                int number = i;
                group.createTask("client-" + i, () -> deposit(client, bank, number, acknowledged));
            }
        });
        troubles.waitEnd();

        List<String> booked = Bank.booked(bank);
        check(world, booked.containsAll(acknowledged), "acknowledged " + acknowledged + ", booked " + booked);
        network.stopAll();
    }

    private static void deposit(Host client, Host bank, int number, List<String> acknowledged) {
        for (int i = 1; i <= REQUESTS; i++) {
            String request = number + "." + i;
            while (!acknowledged.contains(request)) {
                try {
                    acknowledged.add(Calls.ask(client, bank, request, PATIENCE));
                } catch (IOException | TimeoutException e) {
                    sleep(Duration.ofMillis(50)); // and again: it may or may not be booked
                }
            }
        }
    }

    /// From one start to the next stop.
    private static final class Bank {
        private final Simulation world;
        private final Host host;
        private final boolean fixed;
        private final Set<String> done = new LinkedHashSet<>();
        private final Lock lock = new Lock();

        Bank(Simulation world, Host host, boolean fixed) {
            this.world = world;
            this.host = host;
            this.fixed = fixed;
        }

        void serve() throws IOException {
            if (fixed) {
                done.addAll(booked(host));
            }
            Calls.serve(host, this::book);
        }

        private String book(String request) throws IOException {
            try (var _ = lock.hold()) {
                if (!done.contains(request)) {
                    sleep(Duration.ofMillis(3));
                    host.disk().append("book", (request + " ").getBytes(StandardCharsets.UTF_8));
                    host.disk().sync();
                    done.add(request);
                }
            }
            List<String> booked = booked(host);
            check(world, Collections.frequency(booked, request) == 1, request + " is booked twice: " + booked);
            return request;
        }

        static List<String> booked(Host host) throws IOException {
            if (!host.disk().exists("book")) {
                return List.of();
            }
            var book = new String(host.disk().read("book"), StandardCharsets.UTF_8);
            return Arrays.asList(book.split(" "));
        }
    }
}
