package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.until;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.io.ByteStream;

/// Peers that stop reading cost what their connections cost, and not what they were to be sent (R13).
@Timeout(300)
final class BackPressureTest {
    private static final int PEERS = 1_000;
    private static final int BODY_BYTES = 64 << 20;
    private static final long A_CONNECTION_BYTES = 128 << 10;
    private static final long SPARE_BYTES = 32 << 20;

    static {
        BackPressureTest.class
                .getModule()
                .addReads(ModuleLayer.boot().findModule("java.management").orElseThrow());
    }

    private int writing;
    private int written;

    private void send(ByteStream stream, ByteBuffer body) throws Exception {
        stream.option(StandardSocketOptions.SO_SNDBUF, 16 << 10);
        writing++;
        stream.write(body.duplicate());
        written++;
    }

    @Test
    void thousandPeersThatStopReadingTakeNoMoreThanTheirConnections() {
        run(() -> {
            ByteBuffer body = ByteBuffer.allocateDirect(BODY_BYTES);
            long before = usedBytes();
            var peers = new ArrayList<SocketChannel>();
            try (var server = Tcp.serve(0, stream -> send(stream, body))) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
                for (int i = 0; i < PEERS; i++) {
                    peers.add(peer(address));
                    int connected = i + 1;
                    until(() -> writing == connected);
                }

                assertThat(usedBytes() - before).isLessThan(PEERS * A_CONNECTION_BYTES + SPARE_BYTES);
                assertThat(written).isZero();
                server.abortClients();
            }
            for (SocketChannel peer : peers) {
                peer.close();
            }
        });
    }

    private static SocketChannel peer(InetSocketAddress address) throws Exception {
        SocketChannel peer = SocketChannel.open();
        peer.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 10);
        peer.configureBlocking(false);
        peer.connect(address);
        until(() -> finished(peer));
        return peer;
    }

    private static boolean finished(SocketChannel peer) {
        try {
            return peer.finishConnect();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long usedBytes() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        return heap + pools.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }
}
