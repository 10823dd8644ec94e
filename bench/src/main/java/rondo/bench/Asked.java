package rondo.bench;

import static rondo.Rondo.createTask;
import static rondo.Rondo.sleep;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import rondo.loop.LoopOptions;
import rondo.observe.MonitorFolder;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.VoidBody;

/// How long a loop of many tasks stands still while its process is asked for them ten times a second, as
/// `rondo ps --watch=0.1` does, and while it is not: the longest gap between two yields of a task that does nothing
/// else.
final class Asked {
    private static final long PHASE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final double NANOS_PER_MILLI = 1e6;

    private volatile boolean asking; // any thread
    private final AtomicInteger replies = new AtomicInteger(); // any thread
    private volatile long replyBytes; // written by the asking thread

    private Asked() {}

    /// Runs both phases, after a warm-up of each.
    ///
    /// @return one line of JSON
    static String measure(String peer, LoopOptions options, int n) {
        var program = new Asked();
        try (var runner = new Runner(options.withWatchdog(false))) {
            return runner.run(() -> program.run(peer, n));
        }
    }

    private String run(String peer, int n) {
        VoidBody body = () -> new Future<Integer>().await();
        for (int i = 0; i < n; i++) {
            createTask(body);
        }
        Thread asker = Thread.ofPlatform().daemon().start(this::askForEver);
        longestGapNanos(WARM_UP_NANOS, false);
        longestGapNanos(WARM_UP_NANOS, true);
        long collections = collections();
        long alone = longestGapNanos(PHASE_NANOS, false);
        long collectionsAlone = collections() - collections;
        int before = replies.get();
        long asked = longestGapNanos(PHASE_NANOS, true);
        asker.interrupt();
        return String.format(
                Locale.ROOT,
                "{\"peer\":\"%s\",\"workload\":\"asked\",\"n\":%d,\"longest_gap_ms\":%.1f,\"longest_gap_alone_ms\":%.1f,"
                        + "\"replies\":%d,\"reply_mb\":%.1f,\"collections\":%d,\"collections_alone\":%d}",
                peer,
                n,
                asked / NANOS_PER_MILLI,
                alone / NANOS_PER_MILLI,
                replies.get() - before,
                replyBytes / 1e6,
                collections() - collections - collectionsAlone,
                collectionsAlone);
    }

    private long longestGapNanos(long forNanos, boolean whileAsked) {
        asking = whileAsked;
        long start = System.nanoTime();
        long last = start;
        long longest = 0;
        while (last - start < forNanos) {
            sleep(Duration.ZERO);
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
        }
        return longest;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private void askForEver() {
        long next = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            next = Math.max(next + EVERY.toNanos(), System.nanoTime());
            if (asking) {
                try {
                    replyBytes = ask();
                    replies.incrementAndGet();
                } catch (ClosedByInterruptException _) {
                    return; // it is over
                } catch (IOException e) {
                    System.err.println("bench: the monitor did not answer: " + e);
                }
            }
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private static long ask() throws IOException {
        Path socket = MonitorFolder.candidates().stream()
                .map(folder -> folder.resolve(
                        MonitorFolder.socketName(ProcessHandle.current().pid())))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IOException("no socket"));
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap("snapshot 1000\n".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer piece = ByteBuffer.allocate(1 << 16);
            long bytes = 0;
            for (int read = channel.read(piece); read >= 0; read = channel.read(piece.clear())) {
                bytes += read;
            }
            return bytes;
        }
    }
}
