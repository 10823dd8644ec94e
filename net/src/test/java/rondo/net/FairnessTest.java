package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.io.ByteStream;
import rondo.task.Sleep;
import rondo.task.Task;

/// Nobody starves: not the connections beside a task that only yields, not such tasks among each other (R20).
@Timeout(120)
final class FairnessTest {
    private static final int ROUNDS = 200;

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
