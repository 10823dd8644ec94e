package rondo.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import rondo.net.Network;
import rondo.task.ContextVar;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.Clock;

/// A machine of a simulated network: a name, an address, a clock, a disk, and tasks.
///
/// Made by [SimulatedNetwork#host(String)]. Loop thread only.
public final class Host {
    private static final int FIRST_FREE_PORT = 49_152;
    private static final ContextVar<Host> OF_TASK = ContextVar.of("host");

    private final SimulatedNetwork world;
    private final String name;
    private final InetAddress address;
    private final Network network;
    private final Disk disk;
    private final SequencedMap<Integer, SimulatedListeningSocket> listening = new LinkedHashMap<>();
    private final SequencedMap<Integer, SimulatedDatagrams> datagrams = new LinkedHashMap<>();
    private final SequencedSet<Runnable> open = new LinkedHashSet<>(); // each: what a crash does to a descriptor
    private int descriptorLimit = 1024;
    private int nextPort = FIRST_FREE_PORT;
    private boolean up = true;
    private Clock clock;

    Host(SimulatedNetwork world, String name, InetAddress address) {
        this.world = world;
        this.name = name;
        this.address = address;
        this.network = Network.over(new SimulatedSockets(world, this));
        this.disk = new Disk(this, world.simulation().random("disk of " + name));
        this.clock = world.simulation().clock();
    }

    /// {@return its name, by which others find it}
    public String name() {
        return name;
    }

    /// {@return its address}
    public InetAddress address() {
        return address;
    }

    /// {@return the network as this host sees it: what its programs take as a parameter}
    public Network network() {
        return network;
    }

    /// {@return its disk}
    public Disk disk() {
        return disk;
    }

    /// {@return its clock, in nanoseconds; the run's, unless it drifts}
    public Clock clock() {
        return clock;
    }

    /// Lets its clock go wrong, as [rondo.testkit.Simulation#clock(Duration, double)] does.
    ///
    /// @param offset how far it is ahead when the run begins; negative is behind
    /// @param drift by how much it goes faster; above -1
    public void driftBy(Duration offset, double drift) {
        clock = world.simulation().clock(offset, drift);
    }

    /// Changes how many sockets it can have open at once; 1,024 unless changed. Those open stay so.
    ///
    /// @param most how many; not negative
    public void limitDescriptors(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("the limit of descriptors is " + most + "; it must not be negative");
        }
        descriptorLimit = most;
    }

    /// {@return how many sockets it has open}
    public int descriptors() {
        return open.size();
    }

    // --- its programs ----------------------------------------------------------------------------

    /// Starts a program on this host, in a task. That task, and all that come of it, die when the host stops.
    ///
    /// @param program what to run
    /// @return the task
    /// @throws IllegalStateException if the host is stopped
    public Task<@Nullable Void> start(VoidBody program) {
        if (!up) {
            throw new IllegalStateException(this + " is stopped; restart() it first");
        }
        return Task.start(
                world.simulation().loop(),
                VoidBody.awaitable(() -> {
                    OF_TASK.set(this);
                    program.run();
                }),
                TaskOptions.named(name));
    }

    /// {@return whether it runs}
    public boolean up() {
        return up;
    }

    /// Stops the host as a power failure does. Its tasks are cancelled, and can reach neither the network nor
    /// the disk any more; its sockets are gone, and nobody on the other side is told; its disk keeps what was
    /// synced. Does nothing if it is stopped.
    ///
    /// Call it from a task that is not the host's own.
    public void stop() {
        if (!up) {
            return;
        }
        up = false;
        world.simulation().trail().add(name + " stops");
        new ArrayList<>(open).forEach(Runnable::run);
        open.clear();
        listening.clear();
        datagrams.clear();
        disk.crash();
        for (Task<?> task : tasks()) {
            task.cancel(this + " stops");
        }
    }

    /// Lets the host run again, with its disk and nothing else: start its programs anew. Does nothing if it
    /// runs.
    public void restart() {
        if (!up) {
            up = true;
            world.simulation().trail().add(name + " restarts");
            world.arriveLate();
        }
    }

    /// {@return the tasks that are its, in order of creation, unmodifiable}
    public List<Task<?>> tasks() {
        return Task.all(world.simulation().loop()).stream()
                .filter(task -> task.context().get(OF_TASK) == this)
                .toList();
    }

    // --- for its sockets -------------------------------------------------------------------------

    void checkUp() throws IOException {
        if (!up) {
            throw new SocketException(this + " is stopped: its tasks reach nothing any more");
        }
    }

    void open(Runnable crash) throws IOException {
        checkUp();
        if (open.size() >= descriptorLimit) {
            throw new SocketException("Too many open files: " + this + " has " + open.size());
        }
        open.add(crash);
    }

    /// Counts a descriptor beside one that is about to be closed.
    void take(Runnable crash) {
        open.add(crash);
    }

    void closed(Runnable crash) {
        open.remove(crash);
    }

    SequencedMap<Integer, SimulatedListeningSocket> listening() {
        return listening;
    }

    SequencedMap<Integer, SimulatedDatagrams> datagrams() {
        return datagrams;
    }

    /// {@return a port that nobody has}
    int freePort() {
        while (listening.containsKey(nextPort) || datagrams.containsKey(nextPort)) {
            next();
        }
        int port = nextPort;
        next();
        return port;
    }

    private void next() {
        nextPort = nextPort == 65_535 ? FIRST_FREE_PORT : nextPort + 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
