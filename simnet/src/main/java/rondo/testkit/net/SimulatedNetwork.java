package rondo.testkit.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import rondo.Rondo;
import rondo.group.When;
import rondo.loop.LoopStep;
import rondo.loop.TimerHandle;
import rondo.net.Resolver;
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// Hosts, and a network between them, in virtual time: a function of the program and the run's seed.
///
/// A program takes its host's [Host#network()], a [rondo.net.Network], and does not know. Servers, happy
/// eyeballs, time limits and streams are those of `rondo.net`; only the sockets below are simulated. What goes
/// wrong is drawn from the seed with the probabilities of [Faults], or done by the program that simulates:
/// [#partition], [#heal], [Host#stop()], [Host#restart()], at a time by [#at]. Each kind of fault is drawn from
/// a generator of its own: how often one comes does not move the numbers of the others, nor those of the
/// latency. Belongs to the run's thread.
///
/// A TCP stream has a window of 64 KiB a direction. What is sent across a partition waits and arrives when that
/// is healed; TCP never gives up a connection that stands, so programs need time limits, as they do in earnest.
public final class SimulatedNetwork {
    private static final int MOST_HOSTS = 65_534;

    private final Simulation simulation;
    private final Luck luck;
    private final SequencedMap<String, Host> hosts = new LinkedHashMap<>();
    private final Cuts cuts = new Cuts();
    private final SequencedSet<Direction> standing = new LinkedHashSet<>();
    private Faults faults;
    private @Nullable PlannedFault planned;

    private SimulatedNetwork(Simulation simulation, Faults faults) {
        this.simulation = simulation;
        this.faults = faults;
        this.luck = new Luck(simulation);
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
    /// @param name its name; not blank, not an address, and not `localhost`, which each host calls itself
    /// @throws IllegalArgumentException if it is no name that others could find it by
    /// @throws IllegalStateException if there is no address left for one more
    public Host host(String name) {
        Host there = hosts.get(name);
        return there == null ? made(name) : there;
    }

    private Host made(String name) {
        if (name.isBlank() || name.equals("localhost") || Resolver.literal(name)) {
            throw new IllegalArgumentException(
                    "a host cannot be called '" + name + "': nobody would find it; choose a name such as 'server'");
        }
        if (hosts.size() == MOST_HOSTS) {
            throw new IllegalStateException(
                    "there are " + MOST_HOSTS + " hosts, and no address of 10.0.0.0/16 is left for '" + name + "'");
        }
        var host = new Host(this, name, address(name, hosts.size() + 1));
        hosts.put(name, host);
        return host;
    }

    /// A fault of a host that nobody has asked for would do nothing: its name is a mistake.
    private Host known(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException(
                    "there is no host '" + name + "', only " + hosts.keySet() + "; make it first, by host(name)");
        }
        return host;
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

    /// Cuts two hosts off from each other, both ways. Nobody is told, and what is on its way between them does
    /// not arrive. Does nothing if they are, or if both are one.
    ///
    /// @param one one host's name
    /// @param other the other's
    /// @throws IllegalArgumentException if there is no such host
    public void partition(String one, String other) {
        boolean there = cuts.cut(known(one), known(other));
        if (cuts.cut(known(other), known(one)) || there) {
            simulation.trail().add(one + " and " + other + " are cut off");
        }
    }

    /// Cuts one way between two hosts: nothing that the first sends arrives at the second any more, while the
    /// first still hears the second. A connection needs both ways to come about. Does nothing if it is cut.
    ///
    /// @param from the name of the host that is no longer heard
    /// @param to the name of the host that no longer hears it
    /// @throws IllegalArgumentException if there is no such host
    public void partitionOneWay(String from, String to) {
        if (cuts.cut(known(from), known(to))) {
            simulation.trail().add(from + " no longer reaches " + to);
        }
    }

    /// Cuts a host off from all others that there are.
    ///
    /// @param name its name
    /// @throws IllegalArgumentException if there is no such host
    public void isolate(String name) {
        known(name);
        hosts.keySet().stream().filter(other -> !other.equals(name)).forEach(other -> partition(name, other));
    }

    /// Joins two hosts again, both ways. What TCP has sent meanwhile arrives. Does nothing if they are joined.
    ///
    /// @param one one host's name
    /// @param other the other's
    /// @throws IllegalArgumentException if there is no such host
    public void heal(String one, String other) {
        boolean there = cuts.join(known(one), known(other));
        if (cuts.join(known(other), known(one)) || there) {
            simulation.trail().add(one + " and " + other + " are joined");
            arriveLate();
        }
    }

    /// Joins one way between two hosts again. Does nothing if it is not cut.
    ///
    /// @param from the name of the host that is heard again
    /// @param to the name of the host that hears it
    /// @throws IllegalArgumentException if there is no such host
    public void healOneWay(String from, String to) {
        if (cuts.join(known(from), known(to))) {
            simulation.trail().add(from + " reaches " + to + " again");
            arriveLate();
        }
    }

    /// Joins all hosts again.
    public void heal() {
        cuts.joinAll();
        simulation.trail().add("all are joined");
        arriveLate();
    }

    /// What waited for a healing or a restart arrives.
    void arriveLate() {
        List.copyOf(standing).forEach(Direction::arrive);
    }

    /// Does something at a time: a fault of a schedule.
    ///
    /// @param time when, since the run began; at once if that has passed
    /// @param fault what is done; a callback, which must not suspend
    public void at(Duration time, Runnable fault) {
        simulation.loop().callAt(time.toNanos(), fault);
    }

    /// Stops all hosts, and suspends the calling task until their tasks have ended. That task is no host's own.
    ///
    /// @throws CancelledError if the task is cancelled meanwhile; then too all hosts are stopped
    public void stopAll() {
        var tasks = new ArrayList<Task<?>>();
        for (Host host : hosts.values()) {
            tasks.addAll(host.tasks());
            host.stop();
        }
        awaitEnd(tasks);
    }

    /// Waits for tasks as an onlooker: a cancel of the one who waits is not passed on to them, nor lost in theirs.
    static void awaitEnd(List<Task<?>> tasks) {
        if (!tasks.isEmpty()) {
            Rondo.waitUntil(When.ALL_COMPLETED, tasks);
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

    Luck luck() {
        return luck;
    }

    boolean joined(Host from, Host to) {
        return cuts.joined(from, to);
    }

    /// Sends a message off, which may be the one that a partition begins with.
    ///
    /// @return how long it is on its way
    long sendOff(Host from, Host to) {
        if (from != to && luck.draw(Luck.Kind.PARTITION, faults.partition())) {
            cuts.drawn(this, from, to);
        }
        return travelNanos(from, to, Luck.Kind.JITTER);
    }

    long travelNanos(Host from, Host to, Luck.Kind jitter) {
        return from == to
                ? 0
                : faults.latency().toNanos() + luck.upTo(jitter, faults.jitter().toNanos());
    }

    void after(long nanos, LoopStep step) {
        callAt(simulation.clock().nanos() + nanos, step);
    }

    /// Sockets are closed while their loop is, by tasks that are unwound: then nothing comes of it.
    ///
    /// @return null if the loop is closed
    @Nullable TimerHandle callAt(long nanos, LoopStep step) {
        return simulation.loop().closed() ? null : simulation.loop().callAt(nanos, step);
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

    /// {@return how many directions of connections may still have something to deliver}
    int standing() {
        return standing.size();
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
