package rondo.testkit.net.systems;

import static rondo.Rondo.sleep;
import static rondo.testkit.net.systems.SampleSystem.check;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import rondo.testkit.Simulation;
import rondo.testkit.net.Faults;
import rondo.testkit.net.Host;
import rondo.testkit.net.SimulatedNetwork;

/// Jobs that a broker lends to workers for a while: who does not say in time that it is done loses the job to
/// another.
///
/// Each job is done in the end, whatever becomes of the workers, and nobody is given a job that another still
/// has. With the bug the broker takes a job away when any of its leases has run out, and not only its last.
final class WorkQueue implements SampleSystem {
    private static final int JOBS = 5;
    private static final int WORKERS = 2;
    private static final Duration LEASE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Faults FAULTS = Faults.none()
            .withLatency(Duration.ofMillis(1), Duration.ofMillis(20))
            .withStreams(0.02, 0.1)
            .withConnects(0.02, 0.02, 0);

    @Override
    public void run(Simulation world, boolean fixed) {
        var network = SimulatedNetwork.of(world, FAULTS);
        Host host = network.host("broker");
        var broker = new Broker(world, fixed);
        var troubles = new Troubles(network, Duration.ofSeconds(1));
        troubles.run(host, () -> Calls.serve(host, broker::answer));
        for (int i = 1; i <= WORKERS; i++) {
            Host worker = network.host("worker-" + i);
            var luck = world.random(worker.name());
            troubles.runAndStop(worker, () -> work(worker, host, luck));
            troubles.cutOff(worker, host);
        }
        troubles.waitEnd();
        for (int i = 0; i < 100 && broker.done.size() < JOBS; i++) {
            sleep(LEASE);
        }
        check(world, broker.done.size() == JOBS, "of " + JOBS + " jobs only these are done: " + broker.done);
        network.stopAll();
    }

    private static void work(Host me, Host broker, RandomGenerator luck) {
        while (true) {
            try {
                String lease = Calls.ask(me, broker, "take", PATIENCE);
                if (!lease.equals("none")) {
                    sleep(Duration.ofMillis(luck.nextInt(600)));
                    Calls.ask(me, broker, (luck.nextInt(4) == 0 ? "back " : "done ") + lease, PATIENCE);
                }
            } catch (IOException | TimeoutException e) {
                // the lease, if it got one, runs out
            }
            sleep(PAUSE);
        }
    }

    /// A job that somebody has.
    private record Lease(int job, int number, Duration until) {}

    private static final class Broker {
        private final Simulation world;
        private final boolean fixed;
        private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
        private final Map<Integer, Lease> lent = new HashMap<>(); // by job
        private final Set<Integer> done = new HashSet<>();
        private int leases;

        Broker(Simulation world, boolean fixed) {
            this.world = world;
            this.fixed = fixed;
            for (int job = 1; job <= JOBS; job++) {
                waiting.add(job);
            }
        }

        String answer(String question) {
            String[] words = question.split(" ");
            return switch (words[0]) {
                case "take" -> take();
                case "done" -> end(lease(words), true);
                case "back" -> end(lease(words), false);
                default -> throw new IllegalArgumentException("the broker does not know '" + question + "'");
            };
        }

        private Lease lease(String[] words) {
            return new Lease(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Duration.ZERO);
        }

        private String take() {
            Integer job = waiting.poll();
            if (job == null) {
                return "none";
            }
            check(world, !done.contains(job), "job " + job + " is done, and lent again");
            var lease = new Lease(job, ++leases, world.now().plus(LEASE));
            lent.put(job, lease);
            world.loop().callLater(LEASE, () -> runOut(lease));
            return job + " " + lease.number();
        }

        private void runOut(Lease lease) {
            Lease current = lent.get(lease.job());
            if (current != null && (!fixed || current.number() == lease.number())) {
                check(world, world.now().compareTo(current.until()) >= 0, "taken away before its time: " + current);
                lent.remove(lease.job());
                waiting.add(lease.job());
            }
        }

        private String end(Lease lease, boolean isDone) {
            Lease current = lent.get(lease.job());
            if (current == null || current.number() != lease.number()) {
                return "late";
            }
            lent.remove(lease.job());
            if (isDone) {
                done.add(lease.job());
            } else {
                waiting.add(lease.job());
            }
            return "good";
        }
    }
}
