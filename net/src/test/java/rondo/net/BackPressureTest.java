package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.io.ByteStream;
import rondo.task.Task;

/// Peers that stop reading cost what their connections cost, and not what they were to be sent (R13).
@Timeout(300)
final class BackPressureTest {
    private static final int PEERS = 1_000;
    private static final int BODY_BYTES = 64 << 20;
    private static final int READ_BYTES = 64 << 10; // by each peer, before it stops
    private static final long A_CONNECTION_BYTES = 128 << 10;
    private static final long SPARE_BYTES = 32 << 20;

    static {
        BackPressureTest.class
                .getModule()
                .addReads(ModuleLayer.boot().findModule("java.management").orElseThrow());
    }

    /// A peer, and how much it has read.
    private static final class Peer {
        private final SocketChannel channel;
        private final ByteBuffer target = ByteBuffer.allocate(1 << 10);
        private int readBytes;

        Peer(InetSocketAddress address) throws IOException {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 10);
            channel.configureBlocking(false);
            channel.connect(address);
            until(this::connected);
        }

        private boolean connected() {
            try {
                return channel.finishConnect();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Reads what there is.
        ///
        /// @return whether it has read so much by now
        private boolean hasRead(int bytes) {
            try {
                readBytes += Math.max(0, channel.read(target.clear()));
                return readBytes >= bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final List<Task<?>> writers = new ArrayList<>();
    private int written;

    private void send(ByteStream stream, ByteBuffer body) throws Exception {
        stream.option(StandardSocketOptions.SO_SNDBUF, 16 << 10);
        writers.add(Task.current());
        stream.write(body.duplicate());
        written++;
    }

    private boolean allSuspended(int n) {
        return writers.size() == n && writers.stream().allMatch(writer -> writer.awaiting() != null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thousandPeersThatStopReadingTakeNoMoreThanTheirConnections(boolean direct) {
        run(() -> {
            ByteBuffer body = direct ? ByteBuffer.allocateDirect(BODY_BYTES) : ByteBuffer.allocate(BODY_BYTES);
            long before = usedBytes();
            var peers = new ArrayList<Peer>();
            try (var server = Tcp.serve(0, stream -> send(stream, body))) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
                for (int i = 0; i < PEERS; i++) {
                    var peer = new Peer(address);
                    until(() -> peer.hasRead(READ_BYTES));
                    peers.add(peer);
                }
                until(() -> allSuspended(PEERS));

                long extra = Math.max(0, usedBytes() - before);
                System.out.printf(
                        "R13 carrier=%s direct=%s peers=%d extra_kib=%d suspended=%d%n",
                        System.getProperty("rondo.carrier", "auto"), direct, PEERS, extra >> 10, writers.size());
                assertThat(extra).isLessThan(PEERS * A_CONNECTION_BYTES + SPARE_BYTES);
                assertThat(written).isZero();

                Peer first = peers.getFirst();
                until(() -> first.hasRead(BODY_BYTES));
                until(() -> written == 1);
                server.abortClients();
            }
            for (Peer peer : peers) {
                peer.channel.close();
            }
        });
    }

    private static long usedBytes() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        return heap + pools.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }
}
