package rondo.testkit.net.systems;

import static rondo.Rondo.createTask;
import static rondo.Rondo.sleep;
import static rondo.Rondo.taskGroup;
import static rondo.testkit.net.systems.SampleSystem.check;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import rondo.io.ByteStream;
import rondo.sync.Queue;
import rondo.sync.QueueFullException;
import rondo.testkit.Simulation;
import rondo.testkit.net.Faults;
import rondo.testkit.net.Host;
import rondo.testkit.net.SimulatedNetwork;

/// A chat, in which one guest reads so slowly that the lines for it pile up.
///
/// Everybody hears all lines in the same order, without a gap, until its connection ends; who reads hears a
/// line soon; who is too many lines behind has to leave. With the bug whoever speaks waits for the slow one.
final class Chat implements SampleSystem {
    private static final int GUESTS = 3;
    private static final int LINES = 6;
    private static final int BEHIND = 4;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final byte[] PICTURE = new byte[8 << 10]; // comes with each line
    private static final Faults FAULTS = Faults.none()
            .withLatency(Duration.ofMillis(1), Duration.ofMillis(50))
            .withBytesPerSecond(10_000_000)
            .withStreams(0.003, 0.05);

    @Override
    public void run(Simulation world, boolean fixed) {
        var network = SimulatedNetwork.of(world, FAULTS);
        var room = new Room(world, network.host("room"), fixed);
        var troubles = new Troubles(network, Duration.ofMillis(500));
        troubles.run(room.host, room::serve);
        taskGroup(group -> {
            for (int i = 1; i <= GUESTS; i++) {
                var guest = new Guest(world, network.host("guest-" + i), room, i == GUESTS);
                group.createTask("guest-" + i, guest::visit);
            }
        });
        network.stopAll();
    }

    /// What somebody said, and when.
    private record Line(String text, Duration when) {}

    private static final class Room {
        private final Simulation world;
        private final Host host;
        private final boolean fixed;
        private final List<Queue<String>> guests = new ArrayList<>();
        private final List<Line> said = new ArrayList<>();

        Room(Simulation world, Host host, boolean fixed) {
            this.world = world;
            this.host = host;
            this.fixed = fixed;
        }

        void serve() throws IOException {
            host.network().serve(Calls.address(host), 7, this::serve).serveForever();
        }

        private void serve(ByteStream stream) throws IOException {
            var lines = new Queue<String>(BEHIND);
            var writing = createTask("writes", () -> {
                for (String line : lines) {
                    Calls.write(stream, line);
                    stream.write(PICTURE);
                }
                stream.abort();
            });
            guests.add(lines);
            try {
                while (true) {
                    tellAll(Calls.read(stream));
                }
            } finally {
                guests.remove(lines);
                writing.cancel();
            }
        }

        private void tellAll(String text) {
            said.add(new Line(text, world.now()));
            for (Queue<String> lines : List.copyOf(guests)) {
                if (fixed) {
                    tell(lines, text);
                } else {
                    lines.put(text);
                }
            }
        }

        private void tell(Queue<String> lines, String text) {
            try {
                lines.putNowait(text);
            } catch (QueueFullException e) {
                guests.remove(lines);
                lines.shutdown(true);
            }
        }
    }

    private static final class Guest {
        private final Simulation world;
        private final Host host;
        private final Room room;
        private final boolean slow;
        private final RandomGenerator luck;
        private int next = -1; // which line of all it hears next

        Guest(Simulation world, Host host, Room room, boolean slow) {
            this.world = world;
            this.host = host;
            this.room = room;
            this.slow = slow;
            this.luck = world.random(host.name());
        }

        void visit() {
            try (var stream = host.network().connect(Calls.address(room.host), 7)) {
                var speaking = createTask("speaks", () -> speak(stream));
                try {
                    listen(stream);
                } finally {
                    speaking.cancel();
                }
            } catch (IOException e) {
                world.trail().add(host + " has left");
            }
        }

        private void speak(ByteStream stream) throws IOException {
            for (int i = 1; i <= LINES; i++) {
                sleep(Duration.ofMillis(luck.nextInt(400)));
                Calls.write(stream, host + ": " + i);
            }
            sleep(SOON.multipliedBy(2));
            stream.close();
        }

        private void listen(ByteStream stream) throws IOException {
            while (true) {
                hear(Calls.read(stream));
                stream.readExactly(PICTURE.length);
                if (slow) {
                    sleep(Duration.ofMillis(luck.nextInt(3_000)));
                }
            }
        }

        private void hear(String text) {
            List<String> all = room.said.stream().map(Line::text).toList();
            int index = all.indexOf(text);
            check(world, next == -1 || index == next, host + " heard '" + text + "', and should have line " + next);
            next = index + 1;
            Duration late = world.now().minus(room.said.get(index).when());
            check(world, slow || late.compareTo(SOON) < 0, host + " heard '" + text + "' only after " + late);
        }
    }
}
