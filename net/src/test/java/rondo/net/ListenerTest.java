package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.loop.EventLoop;

/// What a listening socket does when the system fails to accept (semantics 16.2).
@Timeout(30)
final class ListenerTest {
    /// Fails as often as it is told, then accepts.
    private static final class FailingAcceptor implements Acceptor {
        final ServerSocketChannel channel;
        final Queue<IOException> failures = new ArrayDeque<>();

        @Nullable RuntimeException broken;

        FailingAcceptor(ServerSocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public @Nullable SocketChannel accept() throws IOException {
            IOException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            if (broken != null) {
                throw broken;
            }
            return channel.accept();
        }
    }

    private static FailingAcceptor listen() throws IOException {
        ServerSocketChannel channel =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        var acceptor = new FailingAcceptor(channel);
        var connections = new Connections(stream -> stream.write("served"), ServerOptions.defaults());
        new Listener(new SystemListeningSocket(channel, acceptor, ServerOptions.defaults()), connections).start();
        return acceptor;
    }

    private static int port(FailingAcceptor acceptor) throws IOException {
        return ((InetSocketAddress) acceptor.channel.getLocalAddress()).getPort();
    }

    @Test
    void outOfDescriptorsPausesASecondAndGoesOn() { // R11
        run(() -> {
            var reports = OnLoop.reports();
            FailingAcceptor acceptor = listen();
            acceptor.failures.add(new IOException("Too many open files"));
            long start = EventLoop.current().time();

            try (var client = Tcp.connect("127.0.0.1", port(acceptor))) {
                assertThat(client.readAll()).asString(UTF_8).isEqualTo("served");
            }

            long nanos = EventLoop.current().time() - start;
            assertThat(nanos).isGreaterThanOrEqualTo(999_000_000L);
            assertThat(reports).hasSize(1);
            assertThat(reports.getFirst().message())
                    .contains("cannot accept connections on /127.0.0.1:")
                    .contains("Too many open files; trying again in 1 s");
        });
    }

    @Test
    void failureOfAcceptingItselfIsReported() {
        run(() -> {
            var reports = OnLoop.reports();
            FailingAcceptor acceptor = listen();
            acceptor.broken = new IllegalStateException("broken");

            try (var _ = Tcp.connect("127.0.0.1", port(acceptor))) {
                until(() -> !reports.isEmpty());
            }

            assertThat(reports.getFirst().message()).contains("accepts no more connections on /127.0.0.1:");
            assertThat(reports.getFirst().exception()).isSameAs(acceptor.broken);
            until(() -> !acceptor.channel.isOpen());
        });
    }

    @Test
    void clientThatWentAwayBeforeItWasAcceptedIsPassedOver() {
        run(() -> {
            var reports = OnLoop.reports();
            FailingAcceptor acceptor = listen();
            acceptor.failures.add(new IOException("Software caused connection abort"));

            try (var client = Tcp.connect("127.0.0.1", port(acceptor))) {
                assertThat(client.readAll()).asString(UTF_8).isEqualTo("served");
            }

            assertThat(reports).isEmpty();
            until(acceptor.failures::isEmpty);
        });
    }
}
