package rondo.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rondo.Rondo;
import rondo.group.TaskGroup;
import rondo.io.ByteStream;
import rondo.io.Console;
import rondo.loop.EventLoop;
import rondo.task.Sleep;
import rondo.task.Timeout;

/// Calls a [CalledProgram] until its input ends, each call with a deadline, and says how they have ended whenever
/// a line comes, and at its end; for a process of its own, behind a bad network.
///
/// A call has a connection of its own, or one that is kept from call to call, or is over TLS, or asks for much, or
/// is a datagram. What it holds is closed before it counts as ended.
final class CallProgram {
    private static final byte[] SMALL = new byte[512];
    private static final byte[] LARGE = new byte[256 << 10]; // more than the system takes at once
    private static final int CALLERS_OF_A_KIND = 5;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(10);
    private static final List<Duration> DEADLINES =
            List.of(Duration.ofMillis(300), Duration.ofMillis(700), Duration.ofMillis(1500), Duration.ofSeconds(3));

    private final String host;
    private final int port;
    private final Random random;
    private boolean ending;
    private int ended;
    private int answered;
    private long mostNanosOver; // a deadline
    private long longestStallNanos; // by which a sleep was late: the machine, or a loop that is held up

    private CallProgram(String host, int port, long seed) {
        this.host = host;
        this.port = port;
        this.random = new Random(seed);
    }

    /// Runs it. Prints `PORT 0` when it begins.
    ///
    /// @param arguments the host, the port, a seed
    public static void main(String[] arguments) {
        Rondo.run(() ->
                new CallProgram(arguments[0], Integer.parseInt(arguments[1]), Long.parseLong(arguments[2])).call());
    }

    private interface Call {
        void run() throws Exception;
    }

    private void call() {
        System.out.println("PORT 0");
        TaskGroup.run(callers -> {
            for (int i = 0; i < CALLERS_OF_A_KIND; i++) {
                var kept = new Kept();
                callers.createTask(() -> caller(this::ownConnection));
                callers.createTask(() -> caller(kept::call));
                callers.createTask(() -> caller(this::overTls));
                callers.createTask(() -> caller(this::large));
                callers.createTask(() -> caller(this::largeOverTls));
                callers.createTask(() -> caller(this::datagram));
            }
            while (Console.readLine() != null) {
                tell();
            }
            ending = true;
        });
        tell();
    }

    private void tell() {
        System.out.printf(
                "ended=%d answered=%d over_ms=%d stall_ms=%d%n",
                ended,
                answered,
                Duration.ofNanos(mostNanosOver).toMillis(),
                Duration.ofNanos(longestStallNanos).toMillis());
    }

    private void caller(Call call) throws Exception {
        while (!ending) {
            oneCall(call, DEADLINES.get(random.nextInt(DEADLINES.size())));
            pause();
        }
    }

    private void pause() {
        long begin = EventLoop.current().time();
        Sleep.sleep(BETWEEN_CALLS);
        long stall = EventLoop.current().time() - begin - BETWEEN_CALLS.toNanos();
        longestStallNanos = Math.max(longestStallNanos, stall);
    }

    private void oneCall(Call call, Duration deadline) throws Exception {
        long begin = EventLoop.current().time();
        try {
            boolean ok = Timeout.<Boolean>timeout(deadline, () -> isAnswered(call));
            answered += ok ? 1 : 0;
        } catch (TimeoutException e) {
            // it has ended, too
        }
        ended++;
        mostNanosOver = Math.max(mostNanosOver, EventLoop.current().time() - begin - deadline.toNanos());
    }

    /// {@return false if it was reset, refused or cut off, or if nobody was to be found}
    private static boolean isAnswered(Call call) throws Exception {
        try {
            call.run();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void ownConnection() throws IOException {
        try (ByteStream stream = Tcp.connect(host, port)) {
            ask(stream, SMALL);
        }
    }

    private void overTls() throws IOException {
        try (ByteStream stream = Tls.connect(host, port + 1, TcpOptions.defaults(), Certificates.trustingRoot())) {
            ask(stream, SMALL);
        }
    }

    private void large() throws IOException {
        try (ByteStream stream = Tcp.connect(host, port)) {
            ask(stream, LARGE);
        }
    }

    private void largeOverTls() throws IOException {
        try (ByteStream stream = Tls.connect(host, port + 1, TcpOptions.defaults(), Certificates.trustingRoot())) {
            ask(stream, LARGE);
        }
    }

    private static void ask(ByteStream stream, byte[] body) throws IOException {
        stream.write(body.length + "\n");
        stream.write(body);
        stream.readExactly(body.length);
    }

    private void datagram() throws IOException {
        try (UdpSocket socket = UdpSocket.connect(host, port)) {
            socket.send(ByteBuffer.wrap(SMALL));
            socket.receive();
        }
    }

    /// A connection that goes on to the next call if the last was answered.
    private final class Kept {
        private @Nullable ByteStream stream;

        void call() throws IOException {
            ByteStream current = stream;
            stream = null;
            try {
                current = current == null ? Tcp.connect(host, port) : current;
                ask(current, SMALL);
                stream = current;
            } finally {
                if (stream == null && current != null) {
                    current.abort();
                }
            }
        }
    }
}
