package rondo.testkit.net;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import rondo.loop.TimerHandle;
import rondo.task.Wakeup;

/// One direction of a TCP connection: what is on its way, in order, and what has arrived. Loop thread only.
final class Direction {
    static final int WINDOW = 64 << 10;
    private static final long RETRANSMISSION_NANOS = 200_000_000L; // Linux's least

    /// What is on its way.
    private sealed interface Segment {
        long arrivalNanos();
    }

    @SuppressWarnings("ArrayRecordComponent") // never modified
    private record Bytes(byte[] bytes, long arrivalNanos) implements Segment {}

    private record Opening(SimulatedListeningSocket listening, SimulatedTransport end, long arrivalNanos)
            implements Segment {}

    private record Finish(long arrivalNanos) implements Segment {}

    private record Reset(long arrivalNanos) implements Segment {}

    private final SimulatedNetwork world;
    private @Nullable Direction reverse;
    private final Host from;
    private final Host to;
    private final Wakeup readable;
    private final Wakeup writable;
    private final ArrayDeque<Segment> underway = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>();
    private int used; // bytes of the window
    private long lastArrivalNanos;
    private @Nullable TimerHandle timer;
    private boolean finishing; // the writer writes no more
    private boolean finished; // the reader knows
    private boolean reset; // the reader knows
    private boolean broken; // the writer knows
    private boolean readerGone;
    private boolean refusing; // an answer to the writer was lost in a partition

    Direction(SimulatedNetwork world, Host from, Host to) {
        this.world = world;
        this.from = from;
        this.to = to;
        this.readable = new Wakeup(world.simulation().loop());
        this.writable = new Wakeup(world.simulation().loop());
        world.stands(this);
    }

    /// Makes two directions one connection: a reset ends both.
    static void join(Direction one, Direction other) {
        one.reverse = other;
        other.reverse = one;
    }

    // --- the writer ------------------------------------------------------------------------------

    /// Tells the other side that the connection stands.
    void begin(SimulatedListeningSocket listening, SimulatedTransport end) {
        send(new Opening(listening, end, arrivalNanos(0)));
    }

    int write(ByteBuffer source, int most) {
        int size = Math.min(Math.min(WINDOW - used, source.remaining()), most);
        if (size > 0) {
            byte[] bytes = new byte[size];
            source.get(bytes);
            used += size;
            send(new Bytes(bytes, arrivalNanos(size)));
        }
        return size;
    }

    void checkWritable() throws IOException {
        if (broken) {
            throw new SocketException("Connection reset by peer: " + to);
        }
        if (finishing) {
            throw new SocketException("Broken pipe: the output was shut down");
        }
    }

    private long arrivalNanos(int bytes) {
        long now = world.simulation().clock().nanos();
        long carried = from == to ? 0 : (long) (bytes * 1e9 / world.faults().bytesPerSecond());
        boolean lost = world.luck().draw(Luck.Kind.LOSS, world.faults().loss());
        long again = lost && from != to ? RETRANSMISSION_NANOS : 0;
        lastArrivalNanos = Math.max(lastArrivalNanos + carried, now + world.sendOff(from, to) + carried + again);
        return lastArrivalNanos;
    }

    private void send(Segment segment) {
        underway.add(segment);
        schedule();
    }

    void finish() {
        if (!finishing) {
            finishing = true;
            if (!broken) {
                send(new Finish(arrivalNanos(0)));
            }
            writable.run();
        }
    }

    /// The writer aborts: the reader sees a reset.
    void abort() {
        finishing = true;
        if (!broken) {
            send(new Reset(arrivalNanos(0)));
        }
        writable.run();
    }

    /// The writer's host has stopped: what is underway is lost, and nothing follows.
    void writerCrashed() {
        finishing = true;
        for (Segment lost : underway) {
            if (lost instanceof Opening opening) {
                opening.listening().expectNoMore();
            }
        }
        underway.clear();
        cancelTimer();
        world.ended(this);
        writable.run();
    }

    void awaitWritable() {
        if (used >= WINDOW && !broken && !finishing) {
            writable.park();
        }
    }

    /// Tells the writer that its connection is no more: what it would read is gone too.
    void breakUp() {
        broken = true;
        writable.run();
        if (reverse != null) {
            reverse.resetReader();
        }
        endIfOver();
    }

    private void resetReader() {
        reset = true;
        arrived.clear();
        readable.run();
        endIfOver();
    }

    /// Nothing can be delivered any more.
    private void endIfOver() {
        if (readerGone && underway.isEmpty() && (finished || reset || broken)) {
            world.ended(this);
        }
    }

    // --- on its way ------------------------------------------------------------------------------

    private void schedule() {
        Segment next = underway.peek();
        if (timer == null && next != null) {
            timer = world.callAt(next.arrivalNanos(), this::timeCame);
        }
    }

    private void timeCame() {
        timer = null;
        arrive();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /// Takes in what is due. Across a partition, and at a host that is stopped, nothing arrives: the healing
    /// and the restart call this again, as TCP sends again.
    void arrive() {
        if (refusing) {
            refuse();
        }
        if (!world.joined(from, to) || !to.up()) {
            return;
        }
        long now = world.simulation().clock().nanos();
        while (!underway.isEmpty() && underway.peek().arrivalNanos() <= now) {
            take(underway.remove());
        }
        schedule();
    }

    private void take(Segment segment) {
        switch (segment) {
            case Opening opening -> takeOpening(opening);
            case Bytes bytes -> takeBytes(bytes.bytes());
            case Finish _ -> finished = true;
            case Reset _ -> {
                resetReader();
                if (reverse != null) {
                    reverse.breakUp();
                }
            }
        }
        readable.run();
        endIfOver();
    }

    private void takeOpening(Opening opening) {
        if (!opening.listening().add(opening.end())) {
            readerGone = true;
            refuse();
        }
    }

    private void takeBytes(byte[] bytes) {
        if (readerGone) {
            refuse();
        } else {
            arrived.add(ByteBuffer.wrap(bytes));
        }
    }

    /// Nobody reads any more: the answer is a reset. Where that is lost, the writer sends again once it can,
    /// and so the answer comes again.
    private void refuse() {
        refusing = false;
        if (!broken) {
            world.after(world.sendOff(to, from), this::refused);
        }
    }

    private void refused() {
        if (world.joined(to, from)) {
            breakUp();
        } else {
            refusing = true;
        }
    }

    // --- the reader ------------------------------------------------------------------------------

    int read(ByteBuffer target, int most) throws IOException {
        if (reset) {
            throw new SocketException("Connection reset: by " + from);
        }
        ByteBuffer first = arrived.peek();
        if (first == null) {
            return finished ? -1 : 0;
        }
        int total = 0;
        while (first != null && target.hasRemaining() && total < most) {
            int size = Math.min(Math.min(first.remaining(), target.remaining()), most - total);
            target.put(first.slice().limit(size));
            first.position(first.position() + size);
            total += size;
            if (!first.hasRemaining()) {
                arrived.remove();
            }
            first = arrived.peek();
        }
        used -= total;
        writable.run();
        return total;
    }

    void awaitReadable() {
        if (arrived.isEmpty() && !finished && !reset && !readerGone) {
            readable.park();
        }
    }

    void readerGone() {
        readerGone = true;
        readable.run();
        endIfOver();
    }
}
