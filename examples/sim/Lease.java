import static rondo.Rondo.sleep;
import static rondo.Rondo.taskGroup;

import java.time.Duration;
import java.util.random.RandomGenerator;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationCommand;
import rondo.time.Clock;

/// Two nodes, and a store that leases the leadership to one of them for ten seconds. The leader renews the lease in
/// time; now and then a message is lost or late, and each node's clock drifts by up to 2 %. A node that counts the ten
/// seconds from the answer, by its own clock, can still take itself for the leader when the store has given the
/// lease to the other. The corrected one counts from before it asked, and allows for the drift.
///
/// Try `--seeds 10000`, then `--replay SEED` with what it finds, then `--fixed --seeds 100000`.
class Lease {
    private static final Duration TERM = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int ROUNDS = 12;
    private static final double DRIFT = 0.02;

    private final Simulation world;
    private final RandomGenerator network;
    private final boolean fixed;
    private String holder = "";
    private long until; // the store's clock

    private Lease(Simulation world, boolean fixed) {
        this.world = world;
        this.network = world.random("network");
        this.fixed = fixed;
    }

    static void main(String[] arguments) {
        var command = SimulationCommand.of("./rondo run examples/sim/Lease.java", arguments);
        boolean fixed = command.flag("--fixed");
        System.exit(command.run(world -> new Lease(world, fixed).program()));
    }

    private void program() {
        taskGroup(group -> {
            for (String name : new String[] {"north", "south"}) {
                double drift = (world.random(name).nextDouble() * 2 - 1) * DRIFT;
                group.createTask(name, () -> node(name, world.clock(Duration.ZERO, drift)));
            }
        });
    }

    private void node(String me, Clock clock) {
        long mineUntil = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long asked = clock.nanos();
            if (ask(me)) {
                long from = fixed ? asked : clock.nanos();
                double allowed = fixed ? 1 - 2 * DRIFT : 1;
                mineUntil = from + (long) (TERM.toNanos() * allowed);
            }
            for (int i = 0; i < 3; i++) {
                if (clock.nanos() < mineUntil) {
                    lead(me);
                }
                sleep(PAUSE.dividedBy(3));
            }
        }
    }

    /// What only a leader may do.
    private void lead(String me) {
        if (!me.equals(holder) && world.clock().nanos() < until) {
            throw new AssertionError(me + " leads at " + world.now() + ", and the lease is " + holder + "'s");
        }
    }

    /// Asks the store; the request and the answer each take their time, or are lost.
    private boolean ask(String me) {
        if (lost()) {
            return false;
        }
        travel();
        long now = world.clock().nanos();
        boolean granted = me.equals(holder) || now >= until;
        if (granted) {
            world.trail().add(me.equals(holder) ? "renewed for " + me : "leased to " + me);
            holder = me;
            until = now + TERM.toNanos();
        }
        travel();
        return granted && !lost();
    }

    private boolean lost() {
        boolean lost = network.nextInt(4) == 0;
        if (lost) {
            world.trail().add("message lost");
            sleep(Duration.ofMillis(500));
        }
        return lost;
    }

    private void travel() {
        sleep(Duration.ofMillis(1 + network.nextInt(20)));
    }
}
