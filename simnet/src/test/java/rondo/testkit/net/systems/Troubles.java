package rondo.testkit.net.systems;

import static rondo.Rondo.sleep;

import java.time.Duration;
import java.util.random.RandomGenerator;
import rondo.task.VoidBody;
import rondo.testkit.Simulation;
import rondo.testkit.net.Host;
import rondo.testkit.net.SimulatedNetwork;

/// What goes wrong in a run beside its messages: hosts that are cut off from each other, or stop, for a while.
/// When, and how long, is the seed's choice.
final class Troubles {
    private final Simulation world;
    private final SimulatedNetwork network;
    private final RandomGenerator luck;
    private final Duration span;

    Troubles(SimulatedNetwork network, Duration span) {
        this.world = network.simulation();
        this.network = network;
        this.luck = world.random("troubles");
        this.span = span;
    }

    void cutOff(Host one, Host other) {
        Duration begin = upTo(span);
        network.at(begin, () -> network.partition(one.name(), other.name()));
        network.at(begin.plus(upTo(span)), () -> network.heal(one.name(), other.name()));
    }

    /// Runs a host's program, which stops with it once, and begins anew a while later.
    void runAndStop(Host host, VoidBody program) {
        Duration begin = upTo(span);
        run(host, program);
        network.at(begin, host::stop);
        network.at(begin.plus(upTo(span)), () -> {
            host.restart();
            run(host, program);
        });
    }

    /// Runs a host's program. That it fails while the host runs is a failure of the run.
    void run(Host host, VoidBody program) {
        host.start(() -> {
            try {
                program.run();
            } catch (Exception e) {
                SampleSystem.check(world, !host.up(), host + " failed: " + e);
            }
        });
    }

    /// Waits until all of it is over.
    void waitEnd() {
        sleep(span.multipliedBy(2).minus(world.now()));
        network.heal();
    }

    private Duration upTo(Duration most) {
        return Duration.ofNanos(luck.nextLong(most.toNanos()));
    }
}
