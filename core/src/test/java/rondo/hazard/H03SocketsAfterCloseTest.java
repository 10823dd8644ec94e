package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import rondo.loop.Blocking;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.VoidBody;

/// H3: the JDK's socket pollers are virtual threads, started by whoever blocks on a socket first. Started
/// inside a coroutine they inherit its scheduler, and would stop for the whole JVM with that coroutine's loop.
final class H03SocketsAfterCloseTest {
    @Test
    void blockingSocketsOfTheJvmOutliveTheLoopThatUsedThemFirst() throws IOException, InterruptedException {
        Fork.Ended ended = Fork.run(Deadline.LIMIT.multipliedBy(2), Program.class, List.of());

        assertThat(ended.output())
                .contains("in the loop: tcp udp channel http", "after the loop: tcp udp channel http");
        assertThat(ended.status()).isZero();
    }

    /// The first to touch a socket in its JVM is a coroutine.
    static final class Program {
        private static final InetAddress HERE = InetAddress.getLoopbackAddress();

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            try (var runner = new Runner(LoopOptions.defaults().withBlocking(Blocking.YIELD))) {
                runner.run(() -> everyKind("in the loop:"));
            }
            Thread.ofVirtual()
                    .start(unchecked(() -> everyKind("after the loop:")))
                    .join();
        }

        private static void everyKind(String where) throws IOException {
            tcp();
            udp();
            channel();
            http();
            System.out.println(where + " tcp udp channel http");
        }

        private static void tcp() throws IOException {
            try (var server = new ServerSocket(0, 1, HERE)) {
                answerLate(server, "x");
                try (var socket = new Socket(HERE, server.getLocalPort())) {
                    expect('x', socket.getInputStream().read());
                }
            }
        }

        private static void channel() throws IOException {
            try (var server = new ServerSocket(0, 1, HERE)) {
                answerLate(server, "y");
                try (var socket = SocketChannel.open(new InetSocketAddress(HERE, server.getLocalPort()))) {
                    ByteBuffer buffer = ByteBuffer.allocate(1);
                    socket.read(buffer);
                    expect('y', buffer.get(0));
                }
            }
        }

        private static void udp() throws IOException {
            try (var receiver = new DatagramSocket(0, HERE)) {
                Thread.ofPlatform().start(unchecked(() -> {
                    later();
                    try (var sender = new DatagramSocket(0, HERE)) {
                        sender.send(new DatagramPacket(new byte[] {'z'}, 1, receiver.getLocalSocketAddress()));
                    }
                }));
                var packet = new DatagramPacket(new byte[1], 1);
                receiver.receive(packet);
                expect('z', packet.getData()[0]);
            }
        }

        private static void http() throws IOException {
            try (var server = new ServerSocket(0, 1, HERE)) {
                answerLate(server, "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nw");
                var url = URI.create("http://" + HERE.getHostAddress() + ":" + server.getLocalPort() + "/")
                        .toURL();
                try (InputStream body = url.openStream()) {
                    expect('w', body.read());
                }
            }
        }

        /// Late enough for the reader to be parked by then.
        private static void answerLate(ServerSocket server, String answer) {
            Thread.ofPlatform().start(unchecked(() -> {
                try (Socket accepted = server.accept()) {
                    later();
                    accepted.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    accepted.shutdownOutput();
                    accepted.getInputStream().readAllBytes();
                }
            }));
        }

        private static void later() {
            LockSupport.parkNanos(50_000_000);
        }

        private static void expect(int expected, int actual) {
            if (actual != expected) {
                throw new AssertionError("expected " + expected + ", read " + actual);
            }
        }

        private static Runnable unchecked(VoidBody body) {
            return () -> {
                try {
                    body.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            };
        }
    }
}
