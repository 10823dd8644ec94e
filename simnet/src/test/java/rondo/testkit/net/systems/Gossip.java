package rondo.testkit.net.systems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static rondo.Rondo.createTask;
import static rondo.Rondo.sleep;
import static rondo.testkit.net.systems.SampleSystem.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import rondo.net.UdpSocket;
import rondo.testkit.Simulation;
import rondo.testkit.net.Faults;
import rondo.testkit.net.Host;
import rondo.testkit.net.SimulatedNetwork;

/// Who is alive, told by gossip: each member tells another, by datagrams, of the last sign of life of each.
///
/// What a member knows of another only grows, and is never ahead of that one; in the end, when nothing goes
/// wrong any more, all know that all are alive, and that the one which is gone is not. With the bug a member
/// takes what another says of itself for the newest there is.
final class Gossip implements SampleSystem {
    private static final int MEMBERS = 4;
    private static final int PORT = 7946;
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final Duration DEAD = Duration.ofSeconds(3);
    private static final Faults FAULTS = Faults.none()
            .withLatency(Duration.ofMillis(1), Duration.ofMillis(30))
            .withDelivery(0.1, 0.02, 0.01);

    @Override
    public void run(Simulation world, boolean fixed) {
        var network = SimulatedNetwork.of(world, FAULTS);
        var troubles = new Troubles(network, Duration.ofSeconds(1));
        var members = new ArrayList<Member>();
        for (int i = 1; i <= MEMBERS; i++) {
            var member = new Member(world, network.host("member-" + i), members, fixed);
            members.add(member);
            if (i == 1) {
                troubles.runAndStop(member.host, member::live);
            } else {
                troubles.run(member.host, member::live);
            }
        }
        troubles.cutOff(members.getFirst().host, members.getLast().host);
        troubles.waitEnd();

        var gone = members.getLast();
        gone.host.stop();
        sleep(DEAD.plus(ROUND));
        for (Member member : members.subList(0, MEMBERS - 1)) {
            List<String> alive = member.alive();
            check(world, alive.size() == MEMBERS - 1, member.host + " takes these for alive: " + alive);
            check(world, !alive.contains(gone.host.name()), member.host + " takes the dead for alive");
        }
        network.stopAll();
    }

    private static final class Member {
        private final Simulation world;
        private final Host host;
        private final List<Member> all;
        private final boolean fixed;
        private final RandomGenerator luck;
        private final SequencedMap<String, Long> signs = new TreeMap<>(); // ms, by name

        Member(Simulation world, Host host, List<Member> all, boolean fixed) {
            this.world = world;
            this.host = host;
            this.all = all;
            this.fixed = fixed;
            this.luck = world.random(host.name());
        }

        void live() throws IOException {
            signs.clear();
            try (UdpSocket socket = host.network().bind(Calls.address(host), PORT)) {
                createTask("hears", () -> hear(socket));
                while (true) {
                    signs.put(host.name(), world.now().toMillis());
                    tell(socket, another());
                    sleep(ROUND);
                }
            }
        }

        private Member another() {
            int me = all.indexOf(this);
            return all.get((me + 1 + luck.nextInt(all.size() - 1)) % all.size());
        }

        private void tell(UdpSocket socket, Member other) throws IOException {
            var text = new StringBuilder(host.name()).append('\n');
            signs.forEach(
                    (name, sign) -> text.append(name).append(' ').append(sign).append('\n'));
            socket.send(
                    ByteBuffer.wrap(text.toString().getBytes(UTF_8)),
                    new InetSocketAddress(other.host.address(), PORT));
        }

        private void hear(UdpSocket socket) throws IOException {
            while (true) {
                var text = new String(socket.receive().bytes(), UTF_8).stripTrailing();
                String[] lines = text.split("\n", -1);
                for (String line : List.of(lines).subList(1, lines.length)) {
                    String[] words = line.split(" ", -1);
                    boolean ofItself = words[0].equals(lines[0]);
                    learn(words[0], Long.parseLong(words[1]), ofItself && !fixed);
                }
            }
        }

        private void learn(String name, long sign, boolean newest) {
            long before = signs.getOrDefault(name, 0L);
            long after = newest ? sign : Math.max(before, sign);
            check(world, after >= before, host + " has forgotten what it knew of " + name);
            check(world, after <= world.now().toMillis(), host + " knows of " + name + " what is to come");
            signs.put(name, after);
        }

        List<String> alive() {
            long since = world.now().minus(DEAD).toMillis();
            return signs.entrySet().stream()
                    .filter(sign -> sign.getValue() >= since)
                    .map(java.util.Map.Entry::getKey)
                    .toList();
        }
    }
}
