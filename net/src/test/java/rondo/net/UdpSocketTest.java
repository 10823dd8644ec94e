package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;
import static rondo.net.OnLoop.until;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import rondo.io.StreamClosedException;
import rondo.io.Threads;
import rondo.sync.Event;
import rondo.task.CancelledError;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Datagrams: sent whole, received whole, or told what went wrong.
@Timeout(30)
final class UdpSocketTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String text(Datagram datagram) {
        return new String(datagram.bytes(), UTF_8);
    }

    @Test
    void datagramComesWholeAndTellsItsSender() {
        run(() -> {
            try (var one = UdpSocket.bind(0);
                    var two = UdpSocket.bind(0)) {
                one.send(bytes("first"), two.localAddress());
                one.send(bytes("second"), two.localAddress());

                Datagram first = two.receive();
                assertThat(text(first)).isEqualTo("first");
                assertThat(first.sender()).isEqualTo(one.localAddress());
                assertThat(first).asString().contains("5 bytes from /127.0.0.1");
                assertThat(text(two.receive())).isEqualTo("second");
            }
        });
    }

    @Test
    void receiveSuspendsUntilOneComes() {
        run(() -> {
            try (var one = UdpSocket.bind(0);
                    var two = UdpSocket.bind(0)) {
                var receiver = Task.start(two::receive);
                until(() -> receiver.awaiting() != null);

                one.send(bytes("late"), two.localAddress());

                assertThat(text(receiver.await())).isEqualTo("late");
            }
        });
    }

    @Test
    void emptyDatagramIsOneToo() {
        run(() -> {
            try (var one = UdpSocket.bind(0);
                    var two = UdpSocket.bind(0)) {
                one.send(ByteBuffer.allocate(0), two.localAddress());

                assertThat(two.receive().bytes()).isEmpty();
            }
        });
    }

    @Test
    void connectedSocketRefusesAnEmptyDatagramThatWouldNotBeSent() {
        run(() -> {
            try (var server = UdpSocket.bind(0);
                    var client =
                            UdpSocket.connect("127.0.0.1", server.localAddress().getPort())) {
                assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(() -> client.send(ByteBuffer.allocate(0)))
                        .withMessageContaining("UdpSocket.bind gives one that can");

                client.send(bytes("next"));
                Datagram next = server.receive();
                assertThat(next.bytes()).isEqualTo("next".getBytes(UTF_8));
                server.send(ByteBuffer.allocate(0), next.sender());
                assertThat(client.receive().bytes()).isEmpty();
            }
        });
    }

    @Test
    void connectedSocketTalksToOneOther() {
        run(() -> {
            try (var server = UdpSocket.bind(0);
                    var client =
                            UdpSocket.connect("127.0.0.1", server.localAddress().getPort())) {
                client.send(bytes("ping"));
                Datagram ping = server.receive();
                server.send(bytes("pong"), ping.sender());

                assertThat(text(client.receive())).isEqualTo("pong");
                assertThat(client.remoteAddress()).isEqualTo(server.localAddress());
                assertThat(server.remoteAddress()).isNull();
                assertThatIllegalStateException()
                        .isThrownBy(() -> server.send(bytes("x")))
                        .withMessageContaining("is connected to nobody; use send(source, to)");
            }
        });
    }

    @Test
    void closedSocketKnowsItsAddressesAndRefusesTheRest() {
        run(() -> {
            UdpSocket socket = UdpSocket.connect("127.0.0.1", 9);
            InetSocketAddress local = socket.localAddress();

            socket.close();

            assertThat(socket.localAddress()).isEqualTo(local);
            assertThat(socket.remoteAddress()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
            assertThatExceptionOfType(StreamClosedException.class)
                    .isThrownBy(() -> socket.option(StandardSocketOptions.SO_SNDBUF))
                    .withMessageContaining(local.toString());
        });
    }

    @Test
    void nobodyThereIsTold() { // ICMP port unreachable
        run(() -> {
            int port;
            try (var gone = UdpSocket.bind(0)) {
                port = gone.localAddress().getPort();
            }
            try (var client = UdpSocket.connect("127.0.0.1", port)) {
                client.send(bytes("anybody?"));

                assertThatExceptionOfType(PortUnreachableException.class).isThrownBy(client::receive);
            }
        });
    }

    @Test
    void nobodyThereIsToldToTheNextSendToo() {
        run(() -> {
            int port;
            try (var gone = UdpSocket.bind(0)) {
                port = gone.localAddress().getPort();
            }
            try (var client = UdpSocket.connect("127.0.0.1", port)) {
                assertThatExceptionOfType(PortUnreachableException.class).isThrownBy(() -> {
                    while (true) { // the answer to one comes before another is sent, on a loopback at the latest soon
                        client.send(bytes("anybody?"));
                    }
                });
            }
        });
    }

    @Test
    void nobodyThereIsNotToldToASocketForEverybody() { // the error of one address must not end the service of others
        run(() -> {
            InetSocketAddress gone;
            try (var other = UdpSocket.bind(0)) {
                gone = other.localAddress();
            }
            try (var server = UdpSocket.bind(0);
                    var client = UdpSocket.bind(0)) {
                server.send(bytes("anybody?"), gone);
                server.send(bytes("anybody?"), gone);
                client.send(bytes("here"), server.localAddress());

                assertThat(text(server.receive())).isEqualTo("here");
            }
        });
    }

    @Test
    void tooLargeIsRefused() {
        run(() -> {
            try (var one = UdpSocket.bind(0)) {
                assertThatIOException().isThrownBy(() -> one.send(ByteBuffer.allocate(70_000), one.localAddress()));
            }
        });
    }

    @Test
    void cancelledReceiveLosesNothing() {
        run(() -> {
            try (var one = UdpSocket.bind(0);
                    var two = UdpSocket.bind(0)) {
                var receiver = Task.start(two::receive);
                until(() -> receiver.awaiting() != null);
                receiver.cancel();
                assertThatExceptionOfType(CancelledError.class).isThrownBy(receiver::await);

                one.send(bytes("kept"), two.localAddress());

                assertThat(text(two.receive())).isEqualTo("kept");
            }
        });
    }

    @Test
    void secondReceiverIsRefused() {
        run(() -> {
            try (var one = UdpSocket.bind(0)) {
                var receiver = Task.start(one::receive);
                until(() -> receiver.awaiting() != null);

                assertThatIllegalStateException().isThrownBy(one::receive).withMessageContaining("let one task do it");
                receiver.cancel();
            }
        });
    }

    @Test
    void closeWakesTheReceiverAndFreesThePort() {
        run(() -> {
            var one = UdpSocket.bind(0);
            InetSocketAddress address = one.localAddress();
            var receiver = task(one::receive);
            until(() -> receiver.awaiting() != null);

            one.close();
            one.close();

            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(() -> awaitIt(receiver));
            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(() -> one.send(bytes("x"), address));
            try (var again = UdpSocket.bind(address)) {
                assertThat(again.localAddress()).isEqualTo(address);
            }
        });
    }

    private static void awaitIt(Task<?> task) throws StreamClosedException {
        task.await(StreamClosedException.class);
    }

    @Test
    void takenPortIsRefused() {
        run(() -> {
            try (var one = UdpSocket.bind(0)) {
                assertThatExceptionOfType(BindException.class)
                        .isThrownBy(() -> UdpSocket.bind(one.localAddress()))
                        .withMessageContaining("cannot take UDP port");
            }
        });
    }

    @Test
    void broadcastIsAnOption() {
        run(() -> {
            try (var one = UdpSocket.bind(0)) {
                assertThat(one.option(StandardSocketOptions.SO_BROADCAST)).isFalse();
                one.option(StandardSocketOptions.SO_BROADCAST, true);
                assertThat(one.option(StandardSocketOptions.SO_BROADCAST)).isTrue();
            }
        });
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has a broadcast address on its loopback")
    void broadcastReachesWhoListensAndIsRefusedWithoutTheOption() {
        run(() -> {
            try (var listener = UdpSocket.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0));
                    var sender = UdpSocket.bind(0)) {
                var all = new InetSocketAddress(
                        InetAddress.ofLiteral("127.255.255.255"),
                        listener.localAddress().getPort());
                assertThatIOException()
                        .isThrownBy(() -> sender.send(bytes("to all"), all))
                        .withMessageContaining("ermission denied");

                sender.option(StandardSocketOptions.SO_BROADCAST, true);
                sender.send(bytes("to all"), all);

                Datagram came = listener.receive();
                assertThat(text(came)).isEqualTo("to all");
                assertThat(came.sender()).isEqualTo(sender.localAddress());
            }
        });
    }

    @Test
    void multicastReachesTheMembersOfTheGroup() {
        run(() -> {
            NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
            InetAddress group = InetAddress.ofLiteral("239.1.2.4");
            try (var member = UdpSocket.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0));
                    var sender = UdpSocket.bind(0)) {
                member.join(group, loopback);
                sender.option(StandardSocketOptions.IP_MULTICAST_IF, loopback);

                sender.send(
                        bytes("to members"),
                        new InetSocketAddress(group, member.localAddress().getPort()));

                assertThat(text(member.receive())).isEqualTo("to members");
            }
        });
    }

    @Test
    void groupIsJoinedAndLeft() {
        run(() -> {
            NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
            InetAddress group = InetAddress.ofLiteral("239.1.2.3");
            try (var member = UdpSocket.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0))) {
                var membership = member.join(group, loopback);
                assertThat(membership.isValid()).isTrue();

                membership.drop();

                assertThat(membership.isValid()).isFalse();
            }
        });
    }

    @Test
    void sendSuspendsWhileTheBufferIsFullAndACancelSendsNothing() {
        run(() -> {
            var full = new FullBuffer();
            try (var socket = new UdpSocket(full)) {
                var cancelled = task(() -> socket.send(bytes("cancelled"), FullBuffer.ADDRESS));
                until(() -> full.waiting);
                cancelled.cancel();
                until(cancelled::done);

                var sending = task(() -> socket.send(bytes("sent"), FullBuffer.ADDRESS));
                until(() -> full.waiting);
                assertThat(sending.done()).isFalse();
                full.room.set();
                sending.await();

                assertThat(full.sent).containsExactly("sent");
            }
        });
    }

    /// Datagrams without end, and room for as many.
    private static final class Flood extends FullBuffer {
        @Override
        public boolean send(ByteBuffer source, InetSocketAddress to) {
            return true;
        }

        @Override
        public InetSocketAddress receive(ByteBuffer target) {
            return ADDRESS;
        }
    }

    /// A socket whose buffer is full until there is room.
    private static class FullBuffer implements DatagramTransport {
        static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

        final Event room = new Event();
        final List<String> sent = new ArrayList<>();
        boolean waiting;

        @Override
        public boolean send(ByteBuffer source, InetSocketAddress to) {
            return room.isSet() && sent.add(UTF_8.decode(source).toString());
        }

        @Override
        public void awaitWritable() {
            waiting = true;
            try {
                room.await();
            } finally {
                waiting = false;
            }
        }

        @Override
        public @Nullable InetSocketAddress receive(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void awaitReadable() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress localAddress() {
            return ADDRESS;
        }

        @Override
        public @Nullable InetSocketAddress remoteAddress() {
            return null;
        }

        @Override
        public void close() {}
    }

    @Test
    void sideThatIsAlwaysFasterLetsOthersRun() {
        run(() -> {
            var ticks = new int[1];
            try (var socket = new UdpSocket(new Flood())) {
                var other = task(() -> {
                    while (true) {
                        Sleep.sleep(Duration.ZERO);
                        ticks[0]++;
                    }
                });
                for (int i = 0; i < 6_400; i++) {
                    socket.receive();
                    socket.send(bytes("on"), FullBuffer.ADDRESS);
                }
                other.cancel();
            }

            assertThat(ticks[0]).isGreaterThan(100);
        });
    }

    @Test
    void addressThatCannotBeSentToIsTold() {
        run(() -> {
            var six = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9);
            var nameless = InetSocketAddress.createUnresolved("nobody", 9);
            try (var four = UdpSocket.bind(0);
                    var connected = UdpSocket.connect("127.0.0.1", 9)) {
                assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(() -> four.send(bytes("x"), six))
                        .withMessageContaining("is of IPv4");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> four.send(bytes("x"), nameless))
                        .withMessageContaining("has not been looked up");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> connected.send(bytes("x"), four.localAddress()))
                        .withMessageContaining("is connected to /127.0.0.1:9");
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> UdpSocket.bind(nameless))
                    .withMessageContaining("has not been looked up");
        });
    }

    @Test
    void anotherThreadIsRefused() {
        run(() -> {
            try (var socket = UdpSocket.bind(0)) {
                InetSocketAddress own = socket.localAddress();

                assertThatIllegalStateException()
                        .isThrownBy(() -> Threads.toThread((VoidBody) () -> socket.send(bytes("x"), own)))
                        .withMessageContaining("was used from thread");
                assertThatIllegalStateException()
                        .isThrownBy(() -> Threads.toThread((VoidBody) socket::close))
                        .withMessageContaining("was used from thread");
            }
        });
    }

    @Test
    void fullBufferSuspendsTheSenderOrDropsButNeverFails() {
        run(() -> {
            try (var one = UdpSocket.bind(0);
                    var two = UdpSocket.bind(0)) {
                one.option(StandardSocketOptions.SO_SNDBUF, 4096);
                var payload = ByteBuffer.allocateDirect(1024);
                for (int i = 0; i < 1000; i++) {
                    one.send(payload.clear(), two.localAddress());
                }

                assertThat(two.receive().bytes()).hasSize(1024);
            }
        });
    }
}
