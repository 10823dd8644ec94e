package rondo.testkit.net.systems;

import static rondo.Rondo.createTask;
import static rondo.Rondo.shield;
import static rondo.Rondo.sleep;
import static rondo.Rondo.taskGroup;
import static rondo.testkit.net.systems.SampleSystem.check;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rondo.Rondo;
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.testkit.Simulation;
import rondo.testkit.net.Faults;
import rondo.testkit.net.Host;
import rondo.testkit.net.SimulatedNetwork;

/// A cache of one value in front of a slow origin: who asks while it is being loaded waits for that load.
///
/// There is never a second load beside the first; a value is never older than its time; and who gives up, or is
/// cancelled, takes nobody with it. With the bug a load is cancelled with the first that waits for it and gives
/// up.
final class SingleFlight implements SampleSystem {
    private static final int CLIENTS = 4;
    private static final int QUESTIONS = 3;
    private static final Duration FRESH = Duration.ofMillis(300);
    private static final Faults FAULTS = Faults.none()
            .withLatency(Duration.ofMillis(1), Duration.ofMillis(40))
            .withStreams(0.02, 0.1)
            .withConnects(0.02, 0.02, 0);

    @Override
    public void run(Simulation world, boolean fixed) {
        var network = SimulatedNetwork.of(world, FAULTS);
        Host origin = network.host("origin");
        Host host = network.host("cache");
        var troubles = new Troubles(network, Duration.ofMillis(600));
        troubles.runAndStop(
                origin, () -> Calls.serve(origin, any -> "" + world.now().toNanos()));
        troubles.cutOff(host, origin);

        var cache = new Cache(world, host, origin, fixed);
        taskGroup(group -> {
            for (int i = 1; i <= CLIENTS; i++) {
                String name = "client-" + i;
                Task<?> client = group.createTask(name, () -> ask(world, cache, world.random(name)));
                if (world.random("leaves").nextInt(CLIENTS) == i) {
                    network.at(Duration.ofMillis(world.random(name).nextInt(500)), () -> client.cancel("leaves"));
                }
            }
        });
        check(world, cache.loads <= 1, cache.loads + " loads are left");
        network.stopAll();
    }

    private static void ask(Simulation world, Cache cache, RandomGenerator luck) {
        for (int i = 0; i < QUESTIONS; i++) {
            sleep(Duration.ofMillis(luck.nextInt(200)));
            try {
                Duration made =
                        Rondo.<@Nullable Duration>timeout(Duration.ofMillis(10 + luck.nextInt(200)), cache::value);
                check(world, made == null || cache.fresh(made), "got a value of " + made);
            } catch (TimeoutException e) {
                world.trail().add("gives up");
            } catch (CancelledError e) {
                check(world, Rondo.currentTask().cancelling() > 0, "cancelled with somebody else");
                throw e;
            }
        }
    }

    private static final class Cache {
        private final Simulation world;
        private final Host host;
        private final Host origin;
        private final boolean fixed;
        private @Nullable Duration value; // when it was made
        private @Nullable Task<@Nullable Duration> load;
        private int loads;

        Cache(Simulation world, Host host, Host origin, boolean fixed) {
            this.world = world;
            this.host = host;
            this.origin = origin;
            this.fixed = fixed;
        }

        boolean fresh(Duration made) {
            return world.now().minus(made).compareTo(FRESH) <= 0;
        }

        /// {@return when what it has was made; null if the origin does not answer}
        @Nullable Duration value() {
            if (value != null && fresh(value)) {
                return value;
            }
            if (load == null || load.done()) {
                load = createTask("load", this::load);
            }
            return fixed ? shield(load) : load.await();
        }

        /// Its failure is a result: nobody may be left to hear of an error.
        private @Nullable Duration load() {
            loads++;
            check(world, loads == 1, loads + " loads at once");
            try {
                String made = Calls.ask(host, origin, "value", Duration.ofMillis(150));
                value = Duration.ofNanos(Long.parseLong(made));
                return value;
            } catch (IOException | TimeoutException e) {
                return null;
            } finally {
                loads--;
            }
        }
    }
}
