package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.io.ByteStream;
import rondo.io.Threads;

/// What a dialogue takes from the heap when it has gone on for a while: no buffer, no copy of a payload, and no object
/// of
/// ours at all. The JDK makes one or two.
@Timeout(120)
final class AllocationTest {
    private static final int TRIPS = 5_000; // in a window, by all connections together
    private static final int WINDOWS = 400; // at most: on a busy machine it takes long until all is compiled
    private static final int PAYLOAD_BYTES = 1024;
    private static final int SMALLEST_OBJECT_BYTES = 16;

    /// Looking for a key the selector makes an `Integer` of a descriptor above 127; waking a virtual thread of its own
    /// scheduler, for the baton carrier, the JDK makes a task of 32 bytes.
    private static final int BYTES_OF_THE_JDK =
            SMALLEST_OBJECT_BYTES + (System.getProperty("rondo.carrier", "auto").equals("baton") ? 32 : 0);

    private static final int LIMIT_BYTES = BYTES_OF_THE_JDK + SMALLEST_OBJECT_BYTES; // one more object reaches it

    static {
        for (String module : List.of("java.management", "jdk.management")) {
            AllocationTest.class
                    .getModule()
                    .addReads(ModuleLayer.boot().findModule(module).orElseThrow());
        }
    }

    private static void echo(ByteStream stream) throws IOException {
        for (ByteBuffer chunk = stream.readChunk(); chunk != null; chunk = stream.readChunk()) {
            stream.write(chunk);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void readsAndWritesMakeNoObject(int connections) {
        run(() -> {
            try (var server = Tcp.serve(0, AllocationTest::echo)) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
                long bytesATrip = Threads.<Long>toThread(() -> {
                    List<SocketChannel> clients = connect(connections, address);
                    try {
                        return steadyBytesATrip(clients);
                    } finally {
                        closeAll(clients);
                    }
                });

                assertThat(bytesATrip).isLessThan(LIMIT_BYTES);
            }
        });
    }

    private static List<SocketChannel> connect(int connections, InetSocketAddress address) throws IOException {
        var clients = new ArrayList<SocketChannel>();
        for (int i = 0; i < connections; i++) {
            clients.add(SocketChannel.open(address));
        }
        return clients;
    }

    private static void closeAll(List<SocketChannel> clients) throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    /// Talks from a thread of its own, which takes nothing from the heap either, until the code is compiled: how
    /// many bytes a trip takes before then depends on when that is.
    ///
    /// @return how many bytes a trip took in the window where it took least
    private static long steadyBytesATrip(List<SocketChannel> clients) throws IOException {
        ByteBuffer out = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
        ByteBuffer in = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
        int rounds = TRIPS / clients.size();
        long least = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS && least >= LIMIT_BYTES; window++) {
            long before = allocated();
            for (int i = 0; i < rounds; i++) {
                round(clients, out, in);
            }
            least = Math.min(least, Math.ceilDiv(allocated() - before, TRIPS));
        }
        System.out.printf("connections=%d bytes_a_trip=%d%n", clients.size(), least);
        return least;
    }

    /// A trip of each connection, all of them on their way at once.
    private static void round(List<SocketChannel> clients, ByteBuffer out, ByteBuffer in) throws IOException {
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).write(out.clear());
        }
        for (int i = 0; i < clients.size(); i++) {
            in.clear();
            while (in.hasRemaining()) {
                if (clients.get(i).read(in) < 0) {
                    throw new AssertionError("connection " + i + " was closed");
                }
            }
        }
    }
}
