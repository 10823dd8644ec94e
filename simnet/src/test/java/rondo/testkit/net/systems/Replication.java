package rondo.testkit.net.systems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static rondo.Rondo.sleep;
import static rondo.testkit.net.systems.SampleSystem.check;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import rondo.sync.Lock;
import rondo.testkit.Simulation;
import rondo.testkit.net.Faults;
import rondo.testkit.net.Host;
import rondo.testkit.net.SimulatedNetwork;

/// A log on two machines, each with a disk: the primary answers when the backup has the entry too.
///
/// The backup's log is always the beginning of the primary's, and when the primary is lost for good, the backup
/// has all that was acknowledged, even after a power failure of its own. With the bug the backup answers before
/// what it has written is sure to be on its disk.
final class Replication implements SampleSystem {
    private static final int ENTRIES = 6;
    private static final Duration SPAN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(150);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Faults FAULTS = Faults.none()
            .withLatency(Duration.ofMillis(1), Duration.ofMillis(20))
            .withStreams(0.01, 0.1)
            .withConnects(0.02, 0.02, 0);

    @Override
    public void run(Simulation world, boolean fixed) throws Exception {
        var network = SimulatedNetwork.of(world, FAULTS);
        Host client = network.host("client");
        Host primary = network.host("primary");
        Host backup = network.host("backup");
        var troubles = new Troubles(network, SPAN);
        troubles.runAndStop(primary, () -> Calls.serve(primary, new Primary(world, primary, backup)::append));
        troubles.runAndStop(backup, () -> Calls.serve(backup, copy -> keep(backup, copy, fixed)));
        troubles.cutOff(primary, backup);

        String acknowledged = "";
        for (char entry = 'a'; entry < 'a' + ENTRIES; entry++) {
            append(client, primary, entry);
            acknowledged += entry;
            check(world, !primary.up() || log(primary).equals(acknowledged), "acknowledged " + acknowledged);
        }
        troubles.waitEnd();

        primary.stop();
        backup.stop();
        backup.restart();
        check(world, log(backup).startsWith(acknowledged), "of " + acknowledged + " the backup has " + log(backup));
        network.stopAll();
    }

    private static void append(Host client, Host primary, char entry) {
        while (true) {
            try {
                Calls.ask(client, primary, "" + entry, PATIENCE);
                return;
            } catch (IOException | TimeoutException e) {
                sleep(PAUSE);
            }
        }
    }

    private static String log(Host host) throws IOException {
        return host.disk().exists("log") ? new String(host.disk().read("log"), UTF_8) : "";
    }

    /// The backup: takes the log over if it is longer than its own. Nothing in here suspends.
    private static String keep(Host backup, String copy, boolean fixed) throws IOException {
        if (copy.length() > log(backup).length()) {
            backup.disk().write("log", copy.getBytes(UTF_8));
            if (fixed) {
                backup.disk().sync();
            }
        }
        return "kept";
    }

    private record Primary(Simulation world, Host host, Host backup, Lock lock) {
        Primary(Simulation world, Host host, Host backup) {
            this(world, host, backup, new Lock());
        }

        /// Appends an entry, unless it is there already from an earlier attempt.
        String append(String entry) throws IOException {
            try (var _ = lock.hold()) {
                if (!log(host).contains(entry)) {
                    host.disk().append("log", entry.getBytes(UTF_8));
                    host.disk().sync();
                }
                replicate(log(host));
            }
            return entry;
        }

        private void replicate(String log) throws IOException {
            while (true) {
                try {
                    Calls.ask(host, backup, log, PATIENCE);
                    check(world, log(host).startsWith(log), "the primary has lost some of " + log);
                    return;
                } catch (IOException | TimeoutException e) {
                    if (!host.up()) {
                        throw new IOException("stopped", e);
                    }
                    sleep(PAUSE);
                }
            }
        }
    }
}
