package rondo.testkit.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rondo.task.Task;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// Hosts, and a network between them, in virtual time: a function of the program and the run's seed.
///
/// A program takes its host's [Host#network()], a [rondo.net.Network], and does not know. Servers, happy
/// eyeballs, time limits and streams are those of `rondo.net`; only the sockets below are simulated. What goes
/// wrong is drawn from the seed with the probabilities of [Faults], or done by the program that simulates:
/// [#partition], [#heal], [Host#stop()], [Host#restart()], at a time by [#at]. Belongs to the run's thread.
///
/// A TCP stream has a window of 64 KiB a direction. What is sent across a partition waits and arrives when that
/// is healed; TCP never gives up a connection that stands, so programs need time limits, as they do in earnest.
public final class SimulatedNetwork {
    private final Simulation simulation;
    private final RandomGenerator random;
    private final SequencedMap<String, Host> hosts = new LinkedHashMap<>();
    private final SequencedSet<Set<Host>> cuts = new LinkedHashSet<>();
    private final SequencedSet<Direction> standing = new LinkedHashSet<>();
    private Faults faults;
    private @Nullable PlannedFault planned;

    private SimulatedNetwork(Simulation simulation, Faults faults) {
        this.simulation = simulation;
        this.faults = faults;
        this.random = simulation.random("network");
    }

    /// {@return a network without hosts, on which nothing goes wrong by itself}
    ///
    /// @param simulation the run that it is in
    public static SimulatedNetwork of(Simulation simulation) {
        return of(simulation, Faults.none());
    }

    /// {@return a network without hosts}
    ///
    /// @param simulation the run that it is in
    /// @param faults how it behaves
    public static SimulatedNetwork of(Simulation simulation, Faults faults) {
        return new SimulatedNetwork(simulation, faults);
    }

    /// Runs a scenario once for each call that it makes to the network and each way in which that call can
    /// fail, and checks that it ends, leaves no task, and keeps its invariant. The body may throw a
    /// [java.io.IOException] or a `TimeoutException`, and nothing else.
    ///
    /// @param <S> what the scenario works on
    /// @param options the seed, the order, and what is allowed
    /// @param scenario what is run; its setup is given a network whose calls are counted
    /// @return how many calls and runs there were
    /// @throws IoFailureError if something did not hold: which call, and how it failed
    public static <S> IoFailureReport failAtEveryIo(SimulationOptions options, NetworkScenario<S> scenario) {
        return new IoFailures<>(options, scenario).everywhere();
    }

    // --- hosts -----------------------------------------------------------------------------------

    /// {@return the host of that name, which is made when it is asked for first; its address is the next of
    /// 10.0.0.0/16}
    ///
    /// @param name its name
    public Host host(String name) {
        return hosts.computeIfAbsent(name, any -> new Host(this, name, address(name, hosts.size() + 1)));
    }

    private static InetAddress address(String name, int number) {
        try {
            return InetAddress.getByAddress(name, new byte[] {10, 0, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /// {@return the run that it is in}
    public Simulation simulation() {
        return simulation;
    }

    // --- what goes wrong -------------------------------------------------------------------------

    /// Changes how the network behaves from now on.
    ///
    /// @param to the new behaviour
    public void faults(Faults to) {
        faults = to;
    }

    /// Cuts two hosts off from each other, both ways. Nobody is told. Does nothing if they are.
    ///
    /// @param one one host's name
    /// @param other the other's
    public void partition(String one, String other) {
        if (cuts.add(Set.of(host(one), host(other)))) {
            simulation.trail().add(one + " and " + other + " are cut off");
        }
    }

    /// Cuts a host off from all others that there are.
    ///
    /// @param name its name
    public void isolate(String name) {
        hosts.keySet().stream().filter(other -> !other.equals(name)).forEach(other -> partition(name, other));
    }

    /// Joins two hosts again. What TCP has sent meanwhile arrives. Does nothing if they are joined.
    ///
    /// @param one one host's name
    /// @param other the other's
    public void heal(String one, String other) {
        if (cuts.remove(Set.of(host(one), host(other)))) {
            simulation.trail().add(one + " and " + other + " are joined");
            arriveLate();
        }
    }

    /// Joins all hosts again.
    public void heal() {
        cuts.clear();
        simulation.trail().add("all are joined");
        arriveLate();
    }

    /// What waited for a healing or a restart arrives.
    void arriveLate() {
        standing.forEach(Direction::arrive);
    }

    /// Does something at a time: a fault of a schedule.
    ///
    /// @param time when, since the run began; at once if that has passed
    /// @param fault what is done
    public void at(Duration time, Runnable fault) {
        simulation.loop().callAt(time.toNanos(), fault);
    }

    /// Stops all hosts, and suspends the calling task until their tasks have ended.
    public void stopAll() {
        for (Host host : hosts.values()) {
            List<Task<?>> tasks = host.tasks();
            host.stop();
            tasks.forEach(IoFailures::awaitEnd);
        }
    }

    // --- for its sockets -------------------------------------------------------------------------

    Faults faults() {
        return faults;
    }

    void plan(PlannedFault fault) {
        planned = fault;
    }

    /// Counts a call to the network.
    ///
    /// @return how it fails, or null
    @Nullable IoFault call(IoCall call) {
        return planned == null ? null : planned.at(call);
    }

    boolean draw(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /// {@return a number from 1 to a bound}
    int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    boolean joined(Host one, Host other) {
        return one == other || cuts.isEmpty() || !cuts.contains(Set.of(one, other));
    }

    /// {@return how long a message is on its way}
    long travelNanos(Host from, Host to) {
        if (from == to) {
            return 0;
        }
        long jitter = faults.jitter().toNanos();
        return faults.latency().toNanos() + (jitter == 0 ? 0 : random.nextLong(jitter + 1));
    }

    @Nullable Host at(InetAddress address, Host from) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return from;
        }
        for (Host host : hosts.values()) {
            if (host.address().equals(address)) {
                return host;
            }
        }
        return null;
    }

    @Nullable Host named(String name) {
        return hosts.get(name);
    }

    void stands(Direction direction) {
        standing.add(direction);
    }

    void ended(Direction direction) {
        standing.remove(direction);
    }

    @Override
    public String toString() {
        return "SimulatedNetwork" + hosts.keySet();
    }
}
