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

/// What a dialogue takes from the heap when it has gone on for a while: no buffer, and no copy of a payload.
@Timeout(120)
final class AllocationTest {
    private static final int TRIPS = 5_000; // in a window, by all connections together
    private static final int WINDOWS = 20;
    private static final int PAYLOAD_BYTES = 1024;
    private static final int BYTES_A_TRIP = PAYLOAD_BYTES / 4; // a copy of the payload would be more

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
    void readsAndWritesMakeNoBufferAndNoCopy(int connections) {
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

                assertThat(bytesATrip).isLessThan(BYTES_A_TRIP);
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
        for (int window = 0; window < WINDOWS; window++) {
            long before = allocated();
            for (int i = 0; i < rounds; i++) {
                round(clients, out, in);
            }
            least = Math.min(least, (allocated() - before) / TRIPS);
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
