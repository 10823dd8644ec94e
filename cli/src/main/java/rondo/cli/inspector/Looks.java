package rondo.cli.inspector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import tools.jackson.jr.ob.JSON;

/// What a process looks like now, for any number of clients.
///
/// It is asked only when a client wants to know, once for all of them, and never for more than a fifth of the
/// time. Nothing is kept for a client: one that is slow gets what is newest when it comes.
final class Looks {
    private static final String ALL = "snapshot 0";
    private static final String TICKS = "ticks 300";
    private static final String NOTHING = "null";
    private static final int REST = 4; // so many times as long as the asking took
    private static final long LONGEST_WAIT_SECONDS = 2;

    /// What was seen last.
    ///
    /// @param number rises with each that differs; 0 for the first
    /// @param body JSON, in UTF-8
    @SuppressWarnings("ArrayRecordComponent") // compared by number only
    record Look(long number, byte[] body) {}

    private final Source source;
    private final long everyNanos;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Look latest; // any thread
    private String snapshot = NOTHING; // under the lock, as all below
    private long snapshotMillis; // when it was taken, for people
    private String refusal = "the process has not been asked yet";
    private long began;
    private long ended;

    Looks(Source source, Duration every, LongSupplier clock) {
        this.source = source;
        this.everyNanos = every.toNanos();
        this.clock = clock;
        this.latest = look(0, NOTHING);
        this.began = clock.getAsLong() - everyNanos;
        this.ended = began;
    }

    /// {@return what the process looks like} Not older than was said at the start, unless it takes long to
    /// answer.
    Look latest() throws InterruptedException {
        if (lock.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            try {
                long pause = Math.max(everyNanos, REST * (ended - began));
                if (clock.getAsLong() - ended >= pause) {
                    take();
                }
            } finally {
                lock.unlock();
            }
        }
        return latest;
    }

    private void take() {
        began = clock.getAsLong();
        Source.Reply all = source.ask(ALL);
        Source.Reply ticks = all.refusal().isEmpty() ? source.ask(TICKS) : all;
        ended = clock.getAsLong();
        boolean sameRefusal = !all.refusal().isEmpty() && all.refusal().equals(refusal);
        refusal = all.refusal();
        if (refusal.isEmpty()) {
            snapshot = all.json();
            snapshotMillis = System.currentTimeMillis();
        }
        if (!sameRefusal) {
            String sample = ticks.refusal().isEmpty() ? ticks.json() : NOTHING;
            latest = look(latest.number() + 1, sample);
        }
    }

    private Look look(long number, String ticks) {
        String body = "{\"look\":" + number + ",\"at\":" + snapshotMillis + ",\"every\":"
                + TimeUnit.NANOSECONDS.toMillis(everyNanos) + ",\"refusal\":" + JSON.std.asString(refusal)
                + ",\"snapshot\":" + snapshot + ",\"ticks\":" + ticks + "}";
        return new Look(number, body.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return what the process says of one task} Waits for its turn.
    Source.Reply ask(String request) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return source.ask(request);
        } finally {
            lock.unlock();
        }
    }
}
