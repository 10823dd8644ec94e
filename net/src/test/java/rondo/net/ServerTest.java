package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;
import static rondo.net.OnLoop.until;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.io.ByteStream;
import rondo.io.StreamClosedException;
import rondo.sync.Event;
import rondo.task.CancelledError;
import rondo.task.Task;

/// Servers: their connections' tasks, and the ways they end (semantics 16.2, 16.9).
@Timeout(30)
final class ServerTest {
    private static void echo(ByteStream stream) throws Exception {
        for (ByteBuffer chunk = stream.readChunk(); chunk != null; chunk = stream.readChunk()) {
            stream.write(chunk);
        }
    }

    private static ByteStream connect(Server server) throws Exception {
        return Tcp.connect("127.0.0.1", server.port());
    }

    @Test
    void eachConnectionIsServedByATaskOfItsOwn() {
        run(() -> {
            try (var server = Tcp.serve(0, ServerTest::echo);
                    var one = connect(server);
                    var two = connect(server)) {
                one.write("one");
                two.write("two");

                assertThat(two.readExactly(3)).asString(UTF_8).isEqualTo("two");
                assertThat(one.readExactly(3)).asString(UTF_8).isEqualTo("one");
                assertThat(server.connections()).isEqualTo(2);
                assertThat(server).asString().contains("127.0.0.1").contains("2 connections");
            }
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what it tests
    void nullHandlerIsRefusedBeforeAnybodyConnects() {
        run(() -> {
            assertThatNullPointerException()
                    .isThrownBy(() -> Tcp.serve(0, null))
                    .withMessage("the handler is null");
            assertThatNullPointerException()
                    .isThrownBy(() -> Tls.serve("127.0.0.1", 0, null, TlsOptions.defaults()))
                    .withMessage("the handler is null");
        });
    }

    @Test
    void serverListensOnTheLoopbackOnlyUnlessToldOtherwise() {
        run(() -> {
            try (var server = Tcp.serve(0, ServerTest::echo)) {
                assertThat(server.addresses())
                        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
            }
        });
    }

    @Test
    void streamKnowsItsAddressesAndOptions() {
        run(() -> {
            try (var server = Tcp.serve(0, ServerTest::echo);
                    var stream = connect(server)) {
                assertThat(stream.remoteAddress()).isEqualTo(server.addresses().getFirst());
                assertThat(stream.localAddress()).isInstanceOf(InetSocketAddress.class);
                assertThat(stream.option(StandardSocketOptions.TCP_NODELAY)).isTrue();
                stream.option(StandardSocketOptions.SO_KEEPALIVE, true);
                assertThat(stream.option(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
                assertThat(stream).asString().contains(String.valueOf(server.port()));
            }
        });
    }

    @Test
    void streamIsClosedWhenItsHandlerReturns() {
        run(() -> {
            try (var server = Tcp.serve(0, stream -> stream.write("bye"));
                    var client = connect(server)) {
                assertThat(client.readAll()).asString(UTF_8).isEqualTo("bye");
                until(() -> server.connections() == 0);
            }
        });
    }

    @Test
    void failedHandlerIsReportedAndTheServerGoesOn() {
        run(() -> {
            var reports = OnLoop.reports();
            try (var server = Tcp.serve(0, stream -> {
                        stream.readSome(1);
                        throw new IllegalStateException("broken handler");
                    });
                    var first = connect(server);
                    var second = connect(server)) {
                first.write("x");
                second.write("x");

                assertThat(first.readAll()).isEmpty();
                assertThat(second.readAll()).isEmpty();
                until(() -> server.connections() == 0);
                assertThat(reports).hasSize(2);
                assertThat(reports.getFirst().message()).contains("handler of a connection failed");
                assertThat(reports.getFirst().exception()).hasMessage("broken handler");
            }
        });
    }

    @Test
    void lostConnectionEndsQuietly() {
        run(() -> {
            var reports = OnLoop.reports();
            try (var server = Tcp.serve(0, ServerTest::echo)) {
                ByteStream client = connect(server);
                client.write("x");
                client.readExactly(1);
                client.abort();

                until(() -> server.connections() == 0);
                assertThat(reports).isEmpty();
            }
        });
    }

    @Test
    void closeStopsListeningAndLeavesConnections() {
        run(() -> {
            var server = Tcp.serve(0, ServerTest::echo);
            int port = server.port();
            try (var client = connect(server)) {
                client.write("a");
                client.readExactly(1);

                server.close();
                server.close();

                assertThat(server.closed()).isTrue();
                client.write("b");
                assertThat(client.readExactly(1)).asString(UTF_8).isEqualTo("b");
                assertThatIOException().isThrownBy(() -> Tcp.connect("127.0.0.1", port));
            }
        });
    }

    @Test
    void portIsFreeAgainAfterClose() {
        run(() -> {
            var first = Tcp.serve(0, ServerTest::echo);
            int port = first.port();
            first.close();

            try (var second = Tcp.serve(port, ServerTest::echo)) {
                assertThat(second.port()).isEqualTo(port);
            }
        });
    }

    @Test
    void waitClosedReturnsWhenTheLastConnectionHasEnded() {
        run(() -> {
            var server = Tcp.serve(0, ServerTest::echo);
            var client = connect(server);
            client.write("a");
            client.readExactly(1);
            var waiter = task(server::waitClosed);
            server.close();
            for (int i = 0; i < 10; i++) {
                rondo.Rondo.sleep(java.time.Duration.ZERO);
            }
            assertThat(waiter.done()).isFalse();

            client.close();

            waiter.await();
            assertThat(server.connections()).isZero();
        });
    }

    @Test
    void closeClientsEndsTheHandlers() {
        run(() -> {
            var reports = OnLoop.reports();
            var server = Tcp.serve(0, ServerTest::echo);
            try (var client = connect(server)) {
                client.write("a");
                client.readExactly(1);
                server.close();

                server.closeClients();

                server.waitClosed();
                assertThat(client.readAll()).isEmpty();
                assertThat(reports).isEmpty();
            }
        });
    }

    @Test
    void abortClientsResetsTheOtherSides() {
        run(() -> {
            var server = Tcp.serve(0, ServerTest::echo);
            try (var client = connect(server)) {
                client.write("a");
                client.readExactly(1);
                server.close();

                server.abortClients();

                server.waitClosed();
                assertThatIOException().isThrownBy(client::readAll);
            }
        });
    }

    @Test
    void handlerOfAClosedClientSeesTheClosedStream() {
        run(() -> {
            List<Throwable> seen = new ArrayList<>();
            var server = Tcp.serve(0, stream -> {
                try {
                    stream.readSome(1);
                    stream.readSome(1);
                } catch (StreamClosedException e) {
                    seen.add(e);
                }
            });
            try (var client = connect(server)) {
                client.write("a");
                until(() -> server.connections() == 1);
                server.close();

                server.closeClients();

                server.waitClosed();
                assertThat(seen).hasSize(1);
            }
        });
    }

    @Test
    void serveForeverEndsWhenTheServerIsClosed() {
        run(() -> {
            var server = Tcp.serve(0, ServerTest::echo);
            var serving = task(server::serveForever);
            rondo.Rondo.sleep(java.time.Duration.ZERO);
            assertThatIllegalStateException().isThrownBy(server::serveForever).withMessageContaining("served already");

            server.close();

            serving.await();
        });
    }

    @Test
    void cancelledServeForeverClosesTheServerAndItsClients() {
        run(() -> {
            var server = Tcp.serve(0, ServerTest::echo);
            var serving = task(server::serveForever);
            try (var client = connect(server)) {
                client.write("a");
                client.readExactly(1);

                serving.cancel();

                assertThatExceptionOfType(CancelledError.class).isThrownBy(serving::await);
                assertThat(server.closed()).isTrue();
                assertThat(server.connections()).isZero();
                assertThat(client.readAll()).isEmpty();
            }
        });
    }

    @Test
    void endOfTheRunCancelsTheConnectionsAndClosesTheSocket() {
        var seen = new ArrayList<String>();
        var port = new int[1];
        run(() -> {
            var server = Tcp.serve(0, stream -> {
                try {
                    stream.readSome(1);
                    stream.readSome(1);
                } catch (CancelledError e) {
                    seen.add("cancelled");
                    throw e;
                }
            });
            port[0] = server.port();
            var client = connect(server);
            client.write("a");
            until(() -> server.connections() == 1);
        });

        assertThat(seen).containsExactly("cancelled");
        run(() -> assertThatIOException().isThrownBy(() -> Tcp.connect("127.0.0.1", port[0])));
    }

    @Test
    void connectionsBeyondTheLimitWaitForTheirTurn() { // R12
        run(() -> {
            var options = ServerOptions.defaults().withConnectionLimit(2);
            try (var server = Tcp.serve("127.0.0.1", 0, ServerTest::echo, options)) {
                var first = connect(server);
                var second = connect(server);
                var third = connect(server); // the system accepts it
                for (ByteStream stream : List.of(first, second, third)) {
                    stream.write("x");
                }
                first.readExactly(1);
                second.readExactly(1);
                assertThat(server.connections()).isEqualTo(2);
                Task<byte[]> waiting = Task.start(() -> third.readExactly(1));
                rondo.Rondo.sleep(java.time.Duration.ZERO);
                assertThat(waiting.done()).isFalse();

                first.close();

                assertThat(waiting.await()).hasSize(1);
                second.close();
                third.close();
            }
        });
    }

    @Test
    void connectionsBeyondTheLimitAreRefusedAtOnceIfTheyAreTo() { // R12
        run(() -> {
            var options = ServerOptions.defaults().withConnectionLimit(2).withExcess(Excess.IS_REFUSED);
            try (var server = Tcp.serve("127.0.0.1", 0, ServerTest::echo, options);
                    var second = connect(server)) {
                var first = connect(server);
                var third = connect(server);
                assertThatIOException().isThrownBy(() -> third.readExactly(1));
                assertThat(server.refused()).isEqualTo(1);
                second.write("x");
                assertThat(second.readExactly(1)).hasSize(1);

                third.close();
                first.close();
                until(() -> server.connections() == 1);

                try (var fourth = connect(server)) {
                    fourth.write("x");
                    assertThat(fourth.readExactly(1)).hasSize(1);
                }
            }
        });
    }

    @Test
    void closeWithinLetsConnectionsEnd() {
        run(() -> {
            var server = Tcp.serve(0, ServerTest::echo);
            var client = connect(server);
            client.write("a");
            client.readExactly(1);
            var closing = task(() -> server.closeWithin(Duration.ofDays(1)));
            until(server::closed);
            client.write("b");

            assertThat(client.readExactly(1)).asString(UTF_8).isEqualTo("b");
            assertThat(closing.done()).isFalse();
            client.close();

            closing.await();
            assertThat(server.connections()).isZero();
        });
    }

    @Test
    void closeWithinCancelsTheTasksThatAreLeft() {
        run(() -> {
            var reports = OnLoop.reports();
            var seen = new ArrayList<String>();
            var server = Tcp.serve(0, stream -> {
                try {
                    rondo.Rondo.sleep(Duration.ofDays(1));
                } catch (CancelledError e) {
                    seen.add(String.valueOf(e.cancelMessage()));
                    throw e;
                }
            });
            try (var client = connect(server)) {
                until(() -> server.connections() == 1);

                server.closeWithin(Duration.ofMillis(1));

                assertThat(server.connections()).isZero();
                assertThat(seen).containsExactly("the server has ended, and its grace of 1 ms");
                assertThat(client.readAll()).isEmpty();
                assertThat(reports).isEmpty();
            }
        });
    }

    @Test
    void takenPortIsRefusedWithWhatToDo() {
        run(() -> {
            try (var server = Tcp.serve(0, ServerTest::echo)) {
                assertThatExceptionOfType(BindException.class)
                        .isThrownBy(() -> Tcp.serve(server.port(), ServerTest::echo))
                        .withMessageContaining("cannot listen on /127.0.0.1:" + server.port())
                        .withMessageContaining("choose another port");
            }
        });
    }

    @Test
    void sharedPortSharesItsConnections() {
        run(() -> {
            var options = ServerOptions.defaults().withReusePort(true);
            try (var one = Tcp.serve("127.0.0.1", 0, ServerTest::echo, options);
                    var two = Tcp.serve("127.0.0.1", one.port(), ServerTest::echo, options)) {
                var clients = new ArrayList<ByteStream>();
                for (int i = 0; i < 64; i++) {
                    clients.add(connect(one));
                    clients.getLast().write("x");
                    clients.getLast().readExactly(1);
                }

                assertThat(one.connections() + two.connections()).isEqualTo(64);
                assertThat(one.connections()).isBetween(1, 63);
                for (ByteStream client : clients) {
                    client.close();
                }
            }
        });
    }

    @Test
    void serverListensOnAllAddressesOfAName() {
        run(() -> {
            Resolver both = host -> List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2"));
            var options = ServerOptions.defaults().withResolver(both);
            try (var server = Tcp.serve("two.example", 0, ServerTest::echo, options)) {
                assertThat(server.addresses()).hasSize(2);
                for (var address : server.addresses()) {
                    var inet = (InetSocketAddress) address;
                    try (var client = Tcp.connect(inet.getHostString(), inet.getPort())) {
                        client.write("x");
                        assertThat(client.readExactly(1)).hasSize(1);
                    }
                }
            }
        });
    }

    @Test
    void handlerMayUseEventsOfItsServer() {
        run(() -> {
            var go = new Event();
            try (var server = Tcp.serve(0, stream -> {
                        go.await();
                        stream.write("gone");
                    });
                    var client = connect(server)) {
                until(() -> server.connections() == 1);
                go.set();

                assertThat(client.readAll()).asString(UTF_8).isEqualTo("gone");
            }
        });
    }
}
