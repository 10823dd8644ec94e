package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.io.ByteStream;
import rondo.io.Threads;
import rondo.task.Sleep;
import rondo.task.Task;

/// Nobody starves: not the connections beside a task that only yields, not such tasks among each other (R20).
@Timeout(900) // proofs/net makes many trips
final class FairnessTest {
    private static final int ROUNDS = 200;
    private static final int TRIPS = Integer.getInteger("rondo.trips", 200); // proofs/net sets more
    private static final int BODY_BYTES = 64 << 20;
    private static final int AT_ONCE_BYTES = 1 << 20; // of a body, in one step

    private static void echo(ByteStream stream) throws IOException {
        for (ByteBuffer chunk = stream.readChunk(); chunk != null; chunk = stream.readChunk()) {
            stream.write(chunk);
        }
    }

    /// Yields for ever, and counts how often.
    private static final class Spinner {
        private long turns;

        void spin() {
            while (true) {
                Sleep.sleep(Duration.ZERO);
                turns++;
            }
        }
    }

    @Test
    void connectionIsServedInEachTickBesideATaskThatOnlyYields() {
        run(() -> {
            var spinner = new Spinner();
            var spinning = task(spinner::spin);
            try (var server = Tcp.serve(0, FairnessTest::echo);
                    var client = Tcp.connect("127.0.0.1", server.port())) {
                client.write("x");
                client.readExactly(1);
                long[] turns = new long[ROUNDS];

                for (int i = 0; i < ROUNDS; i++) {
                    long before = spinner.turns;
                    client.write("x");
                    client.readExactly(1);
                    turns[i] = spinner.turns - before;
                }

                // a turn is a tick: to the server and back takes two, and the kernel of a busy machine now and then
                // many more
                Arrays.sort(turns);
                assertThat(turns[ROUNDS / 2]).isLessThan(10);
            }
            spinning.cancel();
        });
    }

    /// Over a Unix socket, where what is written can be read at once: no network, and so no tick too many.
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000})
    void connectionIsServedInTheNextTickHoweverManyTasksOnlyYield(int n, @TempDir Path folder) {
        Path path = folder.resolve("socket");
        run(() -> {
            var spinners = new ArrayList<Spinner>();
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < n; i++) {
                var spinner = new Spinner();
                spinners.add(spinner);
                tasks.add(task(spinner::spin));
            }
            try (var server = Unix.serve(path, FairnessTest::echo);
                    var client = Unix.connect(path)) {
                client.write("x");
                client.readExactly(1);
                long ticks = 0;
                long steps = 0;

                for (int i = 0; i < TRIPS; i++) {
                    long turnsBefore = spinners.getFirst().turns;
                    long allBefore = turns(spinners);
                    client.write("x");
                    client.readExactly(1);
                    ticks = Math.max(ticks, spinners.getFirst().turns - turnsBefore);
                    steps = Math.max(steps, turns(spinners) - allBefore);
                }

                System.out.printf(
                        "R20 carrier=%s spinners=%d trips=%d ticks=%d steps=%d%n",
                        System.getProperty("rondo.carrier", "auto"), n, TRIPS, ticks, steps);
                assertThat(ticks).as("one to the server, one back").isEqualTo(2);
                assertThat(steps).as("of others in two ticks").isEqualTo(2L * n);
                assertThat(server.connections()).isEqualTo(1);
            }
            tasks.forEach(Task::cancel);
        });
    }

    private static long turns(List<Spinner> spinners) {
        return spinners.stream().mapToLong(spinner -> spinner.turns).sum();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void largeBodyForAFastReaderGoesOutInPieces(boolean direct) {
        run(() -> {
            ByteBuffer body = direct ? ByteBuffer.allocateDirect(BODY_BYTES) : ByteBuffer.allocate(BODY_BYTES);
            var largest = new int[1];
            var watching = task(() -> {
                int before = 0;
                while (true) {
                    largest[0] = Math.max(largest[0], body.position() - before);
                    before = body.position();
                    Sleep.sleep(Duration.ZERO);
                }
            });
            try (var server = Tcp.serve(0, stream -> stream.write(body))) {
                long read = Threads.<Long>toThread(() -> readAll(server.port()));

                assertThat(read).isEqualTo(BODY_BYTES);
                assertThat(largest[0]).isPositive().isLessThanOrEqualTo(AT_ONCE_BYTES);
            }
            watching.cancel();
        });
    }

    private static long readAll(int port) throws IOException {
        ByteBuffer target = ByteBuffer.allocateDirect(4 << 20);
        long total = 0;
        try (var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            for (int n = channel.read(target); n >= 0; n = channel.read(target.clear())) {
                total += n;
            }
        }
        return total;
    }

    @Test
    void tasksThatOnlyYieldHaveEqualTurns() {
        run(() -> {
            var spinners = new ArrayList<Spinner>();
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < 10; i++) {
                var spinner = new Spinner();
                spinners.add(spinner);
                tasks.add(task(spinner::spin));
            }
            for (int i = 0; i < 1000; i++) {
                Sleep.sleep(Duration.ZERO);
            }
            tasks.forEach(Task::cancel);

            assertThat(spinners).allMatch(spinner -> Math.abs(spinner.turns - 1000) <= 1);
        });
    }

    @Test
    void connectionThatAlwaysHasSomethingToReadLetsOthersRun() {
        run(() -> {
            var read = new AtomicLong();
            try (var server = Tcp.serve(0, stream -> {
                        while (stream.readChunk() != null) {
                            read.incrementAndGet();
                        }
                    });
                    var client = Tcp.connect("127.0.0.1", server.port())) {
                var flood = task(() -> {
                    ByteBuffer much = ByteBuffer.allocateDirect(64 << 10);
                    while (true) {
                        client.write(much.clear());
                    }
                });
                until(() -> read.get() > 0);
                long before = read.get();

                for (int i = 0; i < ROUNDS; i++) {
                    Sleep.sleep(Duration.ZERO);
                }

                // a stream gives way after 64 reads that did not have to wait
                assertThat(read.get() - before).isPositive().isLessThanOrEqualTo(65L * ROUNDS);
                flood.cancel();
            }
        });
    }
}
