import static rondo.Rondo.sleep;
import static rondo.Rondo.taskGroup;
import static rondo.Rondo.timeout;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import rondo.sync.Semaphore;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationCommand;

/// A pool of two connections, and clients that give up after a while. Opening a connection takes its time: a client
/// that gives up just then takes the permit with it, and in the end nobody gets a connection any more.
///
/// Try `--seeds 10000`, then `--replay SEED` with what it finds, then `--fixed --seeds 100000`.
class Pool {
    private static final int SIZE = 2;
    private static final int CLIENTS = 5;
    private static final Duration PATIENCE = Duration.ofMillis(60);

    private final Semaphore permits = new Semaphore(SIZE);
    private final RandomGenerator luck;
    private final boolean fixed;

    Pool(RandomGenerator luck, boolean fixed) {
        this.luck = luck;
        this.fixed = fixed;
    }

    static void main(String[] arguments) {
        var command = SimulationCommand.of("./rondo run examples/sim/Pool.java", arguments);
        boolean fixed = command.flag("--fixed");
        System.exit(command.run(world -> program(world, fixed)));
    }

    private static void program(Simulation world, boolean fixed) {
        var pool = new Pool(world.random("network"), fixed);
        taskGroup(group -> {
            for (int i = 1; i <= CLIENTS; i++) {
                String name = "client-" + i;
                group.createTask(name, () -> pool.client(world, name));
            }
        });
        for (int i = 0; i < SIZE; i++) {
            if (pool.permits.locked()) {
                throw new AssertionError("only " + i + " of " + SIZE + " permits came back");
            }
            pool.permits.acquire();
        }
    }

    private void client(Simulation world, String name) {
        try {
            timeout(PATIENCE, () -> {
                open();
                try {
                    world.trail().add("queries");
                    sleep(Duration.ofMillis(10));
                } finally {
                    permits.release();
                }
            });
        } catch (TimeoutException e) {
            world.trail().add("gives up");
        }
    }

    private void open() {
        permits.acquire();
        try {
            sleep(handshake());
        } catch (Throwable e) {
            if (fixed) {
                permits.release();
            }
            throw e;
        }
    }

    /// Mostly quick; one in fifty is slow.
    private Duration handshake() {
        return Duration.ofMillis(luck.nextInt(50) == 0 ? luck.nextInt(100) : 5);
    }
}
