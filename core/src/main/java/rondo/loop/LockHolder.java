package rondo.loop;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who holds the lock that a thread waits for.
///
/// The JDK answers that for platform threads alone. For a virtual thread that is parked on a lock of
/// `java.util.concurrent`, a platform thread parks on the same lock's blocker for a moment, and the JDK is
/// asked about that one. The owner of a monitor is found in a thread dump, which names the monitors of every
/// thread.
///
/// Called by the watchdog, on its own thread.
final class LockHolder {
    private static final int MOST_FRAMES = 24;
    private static final int PROBE_LOOKS = 1_000;

    /// Between two looks: together a tenth of a second at least, so that the probe gets to run on a busy machine.
    private static final long PROBE_PAUSE_NANOS = 100_000;

    /// A dump walks every stack; with more coroutines than this it would hold all of them up for too long.
    private static final int MOST_COROUTINES = 10_000;

    private final EventLoop loop;

    LockHolder(EventLoop loop) {
        this.loop = loop;
    }

    /// {@return the lock, its holder and where the holder is, in words; empty when the thread waits for no lock}
    String describe(Thread waiter, Thread.State state, @Nullable Object blocker) {
        if (blocker instanceof AbstractOwnableSynchronizer lock) {
            return "waiting for " + name(lock) + holder(ownerOf(lock));
        }
        if (blocker != null) {
            return "waiting for " + name(blocker);
        }
        return state == Thread.State.BLOCKED ? describeMonitor(waiter) : "";
    }

    // --- locks of java.util.concurrent -----------------------------------------------------------

    private static long ownerOf(AbstractOwnableSynchronizer lock) {
        Thread probe = Thread.ofPlatform().daemon().name("rondo-lock-probe").start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park(lock);
            }
        });
        try {
            for (int i = 0; i < PROBE_LOOKS; i++) {
                ThreadInfo info = threads().getThreadInfo(probe.threadId());
                if (info != null && info.getLockOwnerId() != -1) {
                    return info.getLockOwnerId();
                }
                LockSupport.parkNanos(PROBE_PAUSE_NANOS);
            }
            return -1;
        } finally {
            probe.interrupt();
        }
    }

    // --- monitors --------------------------------------------------------------------------------

    private String describeMonitor(Thread waiter) {
        if (!waiter.isVirtual()) {
            ThreadInfo info = threads().getThreadInfo(waiter.threadId());
            return info == null || info.getLockName() == null
                    ? ""
                    : "waiting for the monitor of " + info.getLockName() + holder(info.getLockOwnerId());
        }
        if (loop.live.moreThan(MOST_COROUTINES)) {
            return "waiting for a monitor";
        }
        ThreadDump dump = ThreadDump.take();
        String monitor = dump.blockedOn(waiter.threadId());
        return monitor == null ? "" : "waiting for the monitor of " + monitor + holder(dump.ownerOf(monitor));
    }

    /// A dump of all threads, as the lines of its JSON text.
    private record ThreadDump(List<String> lines) {
        static ThreadDump take() {
            try {
                Path directory = Files.createTempDirectory("rondo");
                Path file = directory.resolve("threads.json");
                try {
                    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                            .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
                    return new ThreadDump(Files.readAllLines(file));
                } finally {
                    Files.deleteIfExists(file);
                    Files.delete(directory);
                }
            } catch (IOException e) {
                Log.warning("the threads could not be dumped, so the holder of a monitor stays unknown", e);
                return new ThreadDump(List.of());
            }
        }

        @Nullable String blockedOn(long id) {
            long current = -1;
            for (String line : lines) {
                current = threadAt(line, current);
                if (current == id && line.stripLeading().startsWith("\"blockedOn\"")) {
                    return value(line);
                }
            }
            return null;
        }

        /// The owned monitors of a thread come after its id, each on a line of its own.
        long ownerOf(String monitor) {
            long current = -1;
            for (String line : lines) {
                current = threadAt(line, current);
                if (line.strip().replace(",", "").equals('"' + monitor + '"')) {
                    return current;
                }
            }
            return -1;
        }

        private static long threadAt(String line, long before) {
            return line.stripLeading().startsWith("\"tid\"") ? Long.parseLong(value(line)) : before;
        }

        private static String value(String line) {
            int end = line.lastIndexOf('"');
            return line.substring(line.lastIndexOf('"', end - 1) + 1, end);
        }
    }

    // --- words -----------------------------------------------------------------------------------

    private String holder(long id) {
        if (id == -1) {
            return "";
        }
        Coroutine coroutine = loop.live.on(id);
        if (coroutine != null) {
            return ", held by task " + TerminalText.quoted(coroutine.name()) + " at "
                    + frames(coroutine.stack().stream());
        }
        ThreadInfo info = threads().getThreadInfo(id, MOST_FRAMES);
        return info == null
                ? ", held by virtual thread #" + id
                : ", held by thread " + TerminalText.quoted(info.getThreadName()) + " at "
                        + frames(Arrays.stream(info.getStackTrace()));
    }

    private static String frames(Stream<StackTraceElement> stack) {
        return stack.limit(MOST_FRAMES)
                .map(StackTraceElement::toString)
                .reduce((a, b) -> a + " < " + b)
                .orElse("an unknown place");
    }

    private static String name(Object lock) {
        return lock.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(lock));
    }

    private static ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean();
    }
}
