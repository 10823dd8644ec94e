package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import rondo.io.ByteStream;
import rondo.io.Threads;
import rondo.task.Task;

/// Many idle connections and a tenth as many busy ones in one loop: each is served, no thread comes with them, and
/// one costs a few kilobytes. The clients are in this process, the server is in another, since a process has only so
/// many descriptors.
@Timeout(600)
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells a process's memory in /proc")
final class ConnectionsTest {
    private static final int IDLE = Integer.getInteger("rondo.idle", 1_000); // proofs/net sets 10,000
    private static final int BUSY = IDLE / 10;
    private static final int TRIPS = 20; // at least, of each busy connection before and after the count
    private static final byte[] MESSAGE = new byte[1024];
    private static final long HEAP_BYTES_EACH = 16 << 10; // of the first thousand: later ones cost half
    private static final long DIRECT_BYTES = 32 << 20; // in all: buffers are lent, and a loop keeps so many

    private final int[] trips = new int[BUSY];
    private boolean enough;

    @Test
    void idleAndBusyConnectionsAreServedByOneThreadForAFewKilobytesEach() throws IOException {
        try (var server = ServerProcess.startMeasured(EchoLoadProgram.class)) {
            run(() -> {
                connect(1, server).getFirst().close(); // whatever is needed once
                Usage before = usage(server, 0);
                List<ByteStream> idle = connect(IDLE, server);
                Usage idling = usage(server, IDLE);
                List<ByteStream> busy = connect(BUSY, server);
                Usage working = usageWhileBusy(server, busy);

                for (ByteStream each : idle) {
                    trip(each);
                }
                assertCosts(before, idling, IDLE, "idle");
                assertCosts(idling, working, BUSY, "busy");
                closeAll(idle);
                closeAll(busy);
                usage(server, 0);
                assertThat(server.logged("SEVERE")).isZero();
            });
        }
    }

    private static List<ByteStream> connect(int n, ServerProcess server) throws IOException {
        var streams = new ArrayList<ByteStream>();
        for (int i = 0; i < n; i++) {
            ByteStream stream = Tcp.connect("127.0.0.1", server.port());
            streams.add(stream);
            trip(stream);
        }
        return streams;
    }

    private static void trip(ByteStream stream) throws IOException {
        stream.write(MESSAGE);
        stream.readExactly(MESSAGE.length);
    }

    private Usage usageWhileBusy(ServerProcess server, List<ByteStream> busy) {
        List<Task<?>> talks = new ArrayList<>();
        for (int i = 0; i < BUSY; i++) {
            int one = i;
            talks.add(task(() -> talk(busy.get(one), one)));
        }
        awaitTripsOfEach();
        Usage usage = usage(server, IDLE + BUSY);
        awaitTripsOfEach();
        enough = true;
        talks.forEach(Task::await);
        return usage;
    }

    private void talk(ByteStream stream, int one) throws IOException {
        while (!enough) {
            trip(stream);
            trips[one]++;
        }
    }

    private void awaitTripsOfEach() {
        int[] before = trips.clone();
        for (int i = 0; i < BUSY; i++) {
            int one = i;
            until(() -> trips[one] >= before[one] + TRIPS);
        }
    }

    /// What the server uses once it has so many connections.
    private static Usage usage(ServerProcess server, int connections) {
        Usage usage = Threads.<Usage>toThread(() -> Usage.of(server));
        while (usage.connections() != connections) {
            usage = Threads.<Usage>toThread(() -> Usage.of(server));
        }
        return usage;
    }

    private static void assertCosts(Usage before, Usage after, int connections, String kind) {
        long heapBytesEach = (after.heapBytes() - before.heapBytes()) / connections;
        System.out.printf(
                "%s: %s connections=%d heap_bytes_each=%d resident_bytes_each=%d direct_bytes=%d%n",
                System.getProperty("rondo.carrier", "auto"),
                kind,
                connections,
                heapBytesEach,
                (after.residentBytes() - before.residentBytes()) / connections,
                after.directBytes());
        assertThat(after.threads()).isEqualTo(before.threads());
        assertThat(heapBytesEach).isLessThan(HEAP_BYTES_EACH);
        assertThat(after.directBytes()).isLessThan(DIRECT_BYTES);
    }

    private static void closeAll(List<ByteStream> streams) throws IOException {
        for (ByteStream stream : streams) {
            stream.close();
        }
    }
}
