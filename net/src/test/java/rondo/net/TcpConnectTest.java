package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static rondo.net.OnLoop.run;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.Rondo;
import rondo.task.CancelledError;
import rondo.task.Task;

/// Connecting: names, addresses, failures, time limits.
@Timeout(30)
final class TcpConnectTest {
    /// An address where nobody answers at all: its packets go nowhere (RFC 5737).
    private static final InetAddress SILENT = InetAddress.ofLiteral("192.0.2.1");

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress LOOPBACK_SIX = InetAddress.ofLiteral("::1");
    private static final InetAddress LOOPBACK_TWO = InetAddress.ofLiteral("127.0.0.2");

    private static TcpOptions resolving(InetAddress... addresses) {
        return TcpOptions.defaults().withResolver(host -> List.of(addresses));
    }

    private static Server greeter() throws Exception {
        return Tcp.serve(0, stream -> stream.write("hello"));
    }

    private static int freePort() throws Exception {
        try (var server = greeter()) {
            return server.port();
        }
    }

    @Test
    void nameIsResolvedOnAHelperThread() {
        run(() -> {
            try (var server = greeter();
                    var stream = Tcp.connect("localhost", server.port())) {
                assertThat(stream.readAll()).asString(UTF_8).isEqualTo("hello");
            }
        });
    }

    @Test
    void unknownHostIsTold() {
        run(() -> {
            TcpOptions nobody = TcpOptions.defaults().withResolver(host -> {
                throw new UnknownHostException(host);
            });

            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> Tcp.connect("nobody.invalid", 1, nobody))
                    .withMessageContaining("nobody.invalid");
        });
    }

    @Test
    void refusedConnectionTellsWhatWasTried() {
        run(() -> {
            int port = freePort();

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> Tcp.connect("127.0.0.1", port))
                    .withMessageContaining("cannot connect to 127.0.0.1:" + port)
                    .withMessageContaining("refused")
                    .withMessageContaining("is a server listening there?");
        });
    }

    @Test
    void refusedAddressIsFollowedByTheNextAtOnce() {
        run(() -> {
            try (var server = greeter()) {
                TcpOptions options = resolving(LOOPBACK_TWO, LOOPBACK).withAttemptDelay(Duration.ofDays(1));

                try (var stream = Tcp.connect("two.example", server.port(), options)) {
                    assertThat(stream.readAll()).asString(UTF_8).isEqualTo("hello");
                }
            }
        });
    }

    @Test
    void allFailuresAreToldWhenAllAddressesFail() {
        run(() -> {
            int port = freePort();

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> Tcp.connect("two.example", port, resolving(LOOPBACK, LOOPBACK_TWO)))
                    .withMessageContaining("tried [/127.0.0.1:" + port + ", /127.0.0.2:" + port + "]")
                    .satisfies(e -> assertThat(e)
                            .cause()
                            .satisfies(
                                    first -> assertThat(first.getSuppressed()).hasSize(1)));
        });
    }

    @Test
    void cancelEndsTheAttempt() {
        run(() -> {
            Task<?> connecting = Task.start(() -> Tcp.connect("silent.example", 9, resolving(SILENT)));
            Rondo.sleep(Duration.ZERO);
            if (connecting.done()) {
                return; // this machine has no route, and says so at once
            }
            connecting.cancel();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(connecting::await);
        });
    }

    @Test
    void connectionFromAChosenAddress() {
        run(() -> {
            try (var server = greeter();
                    var stream = Tcp.connect(
                            "127.0.0.1",
                            server.port(),
                            TcpOptions.defaults().withLocalAddress(new InetSocketAddress(LOOPBACK_TWO, 0)))) {
                assertThat(stream.localAddress())
                        .isInstanceOfSatisfying(
                                InetSocketAddress.class,
                                address -> assertThat(address.getAddress()).isEqualTo(LOOPBACK_TWO));
            }
        });
    }

    @Test
    void addressOfAnotherFamilyThanTheLocalOneIsPassedOver() {
        run(() -> {
            TcpOptions fromFour = resolving(LOOPBACK_SIX, LOOPBACK)
                    .withLocalAddress(new InetSocketAddress(LOOPBACK_TWO, 0))
                    .withAttemptDelay(Duration.ofDays(1));
            TcpOptions fromSix =
                    resolving(LOOPBACK, LOOPBACK_TWO).withLocalAddress(new InetSocketAddress(LOOPBACK_SIX, 0));
            try (var server = greeter();
                    var stream = Tcp.connect("both.example", server.port(), fromFour)) {
                assertThat(stream.readAll()).asString(UTF_8).isEqualTo("hello");

                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> Tcp.connect("four.example", server.port(), fromSix))
                        .withMessageContaining("is of another family than /127.0.0.1");
            }
        });
    }

    @Test
    void localAddressThatCannotBeHadIsBlamedAndNotTheServer() {
        run(() -> {
            try (var server = greeter()) {
                var taken = new InetSocketAddress(LOOPBACK, server.port());

                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> Tcp.connect(
                                "127.0.0.1",
                                server.port(),
                                TcpOptions.defaults().withLocalAddress(taken)))
                        .withMessageContaining("the local address " + taken + " cannot be had")
                        .withMessageEndingWith("give another, or port 0 for a free one");
            }
        });
    }

    @Test
    void familyThatIsNotHereIsAnErrorOfTheNetwork() {
        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> Connector.open(
                        family -> { // as SocketChannel.open does where IPv6 is switched off
                            throw new UnsupportedOperationException("IPv6 not available");
                        },
                        new InetSocketAddress(LOOPBACK_SIX, 1)))
                .withMessageContaining("no sockets of the family INET6 here");
    }

    @Test
    void resolverThatGivesNothingIsTold() {
        run(() -> {
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> Tcp.connect("nobody.example", 1, resolving()))
                    .withMessageContaining("nobody.example: the resolver");
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> Tcp.serve(
                            "nobody.example",
                            0,
                            stream -> {},
                            ServerOptions.defaults().withResolver(host -> List.of())));
        });
    }

    @Test
    void timeLimitCoversTheNameToo() {
        run(() -> {
            TcpOptions slow = TcpOptions.defaults()
                    .withConnectTimeout(Duration.ofMillis(1))
                    .withResolver(host -> {
                        Rondo.sleep(Duration.ofDays(1));
                        return List.of(LOOPBACK);
                    });

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> Tcp.connect("slow.example", 1, slow))
                    .withMessageContaining("slow.example:1 took longer than 1 ms");
        });
    }

    @Test
    void failureWithinTheTimeLimitIsTheFailure() {
        run(() -> {
            int port = freePort();
            TcpOptions limited = TcpOptions.defaults().withConnectTimeout(Duration.ofDays(1));

            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Tcp.connect("127.0.0.1", port, limited));
        });
    }

    @Test
    void familiesTakeTurns() { // RFC 8305, section 4
        var order = new ArrayList<InetAddress>();
        var addresses = List.of("::1", "::2", "::3", "1.1.1.1", "2.2.2.2").stream()
                .map(InetAddress::ofLiteral)
                .toList();

        order.addAll(HappyEyeballs.interleave(addresses));

        assertThat(order)
                .extracting(InetAddress::getHostAddress)
                .containsExactly("0:0:0:0:0:0:0:1", "1.1.1.1", "0:0:0:0:0:0:0:2", "2.2.2.2", "0:0:0:0:0:0:0:3");
    }

    @Test
    void optionsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpOptions.defaults().withAttemptDelay(Duration.ofMillis(-1)))
                .withMessageContaining("attemptDelay is negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpOptions.defaults().withConnectTimeout(Duration.ZERO))
                .withMessageContaining("must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerOptions.defaults().withBacklog(0))
                .withMessageContaining("backlog is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerOptions.defaults().withConnectionLimit(0))
                .withMessageContaining("connectionLimit is 0");
    }
}
