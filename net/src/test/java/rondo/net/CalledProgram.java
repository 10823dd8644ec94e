package rondo.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.loop.EventLoop;
import rondo.task.SignalInterrupt;
import rondo.task.Task;
import rondo.task.Timeout;
import rondo.task.VoidBody;

/// Answers a [CallProgram]: over TCP, over TLS at the next port, and by datagrams; for a process of its own, behind
/// a bad network. A request is a line with a number, and so many bytes, which are the answer. Who sends none for a
/// while, or does not take the answer, is given up: he may be long gone. It tells what it uses.
final class CalledProgram {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private long mostNanosOver; // its patience

    private CalledProgram() {}

    /// Runs it. Prints at its end by how much it has waited too long.
    ///
    /// @param arguments the address, the port
    public static void main(String[] arguments) {
        var address = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        try {
            Rondo.run(() -> new CalledProgram().serve(address));
        } catch (SignalInterrupt e) {
            System.exit(e.exitCode());
        }
    }

    private void serve(InetSocketAddress address) throws IOException {
        String host = address.getHostString();
        int port = address.getPort();
        TlsOptions tls = Certificates.with("address").withHandshakeLimit(PATIENCE);
        try (var plain = Tcp.serve(host, port, this::answer);
                var secured = Tls.serve(host, port + 1, this::answer, ServerOptions.defaults(), tls);
                var datagrams = UdpSocket.bind(address)) {
            Task<?> answering = Task.start(VoidBody.awaitable(() -> answer(datagrams)));
            Task.start(VoidBody.awaitable(() -> Usage.tell(plain, secured)));
            System.out.println("PORT " + port);
            try {
                plain.waitClosed();
            } finally {
                answering.cancel(); // its socket is closed below
                plain.closeWithin(GRACE);
                secured.closeWithin(GRACE);
                System.out.println("over_ms=" + Duration.ofNanos(mostNanosOver).toMillis());
            }
        }
    }

    private void answer(ByteStream stream) throws IOException {
        boolean more = true;
        while (more) {
            long begin = EventLoop.current().time();
            try {
                more = Timeout.<Boolean>timeout(PATIENCE, () -> answerOne(stream));
            } catch (TimeoutException e) {
                more = false;
                stream.abort();
            }
            mostNanosOver = Math.max(mostNanosOver, EventLoop.current().time() - begin - PATIENCE.toNanos());
        }
    }

    private static boolean answerOne(ByteStream stream) throws IOException {
        String line = stream.readLine();
        if (line == null) {
            return false;
        }
        stream.write(stream.readExactly(Integer.parseInt(line)));
        return true;
    }

    private static void answer(UdpSocket datagrams) throws IOException {
        while (true) {
            Datagram datagram = datagrams.receive();
            datagrams.send(ByteBuffer.wrap(datagram.bytes()), datagram.sender());
        }
    }
}
