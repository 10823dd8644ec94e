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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.io.ByteStream;
import rondo.io.Threads;

/// What a dialogue takes from the heap when it has gone on for a while: no buffer, and no copy of a payload.
@Timeout(120)
final class AllocationTest {
    private static final int ROUNDS = 1_000;
    private static final int WINDOWS = 20;
    private static final int PAYLOAD_BYTES = 1024;

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

    /// Talks from a thread of its own, which takes nothing from the heap either.
    ///
    /// @return how many bytes a round took, where it took least: once all is compiled
    private static long talk(SocketChannel client) throws IOException {
        ByteBuffer out = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
        ByteBuffer in = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
        long least = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS; window++) {
            long before = allocated();
            for (int i = 0; i < ROUNDS; i++) {
                client.write(out.clear());
                in.clear();
                while (in.hasRemaining()) {
                    client.read(in);
                }
            }
            least = Math.min(least, (allocated() - before) / ROUNDS);
        }
        return least;
    }

    @Test
    void readsAndWritesMakeNoBufferAndNoCopy() {
        run(() -> {
            try (var server = Tcp.serve(0, AllocationTest::echo)) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
                long bytesARound = Threads.<Long>toThread(() -> {
                    try (SocketChannel client = SocketChannel.open(address)) {
                        return talk(client);
                    }
                });

                // how many it is depends on what has been compiled; a copy of the payload would be more
                assertThat(bytesARound).isLessThan(PAYLOAD_BYTES / 4);
            }
        });
    }
}
