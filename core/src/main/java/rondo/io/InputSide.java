package rondo.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rondo.task.Task;

/// How a stream reads: what [ByteStream] promises, from one try to one wait. Loop thread only.
final class InputSide extends StreamSide {
    private static final byte[] LINE_FEED = {'\n'};

    private final Chunks chunks;
    private final int limitBytes;
    private ReadAhead ahead = ReadAhead.NOTHING;

    private @Nullable ByteBuffer lent; // by readChunk
    private @Nullable Task<?> borrower; // to whom
    private @Nullable IOException broken; // thrown by every later read

    InputSide(ByteStream stream, Transport transport, Chunks chunks, TurnLimit turnLimit, int limitBytes) {
        super(stream, transport, "read", turnLimit);
        this.chunks = chunks;
        this.limitBytes = limitBytes;
    }

    int read(ByteBuffer target) throws IOException {
        begin();
        if (!target.hasRemaining()) {
            return 0;
        }
        if (!ahead.isEmpty()) {
            return ahead.moveTo(target);
        }
        while (true) {
            int n = tryRead(target);
            if (n != 0) {
                return n;
            }
            awaitReadable();
        }
    }

    @Nullable ByteBuffer readChunk() throws IOException {
        begin();
        if (!ahead.isEmpty()) {
            return ByteBuffer.wrap(ahead.take(ahead.size()));
        }
        ByteBuffer chunk = awaitChunk(Chunks.LARGE);
        lent = chunk;
        borrower = stream.currentTask();
        return chunk;
    }

    /// Waits until something has been read into a chunk. One that waits holds none.
    ///
    /// @return the chunk, which is to be taken back; null at the end
    private @Nullable ByteBuffer awaitChunk(int mostBytes) throws IOException {
        boolean mustWait = transport.drained();
        while (true) {
            if (mustWait) {
                awaitReadable();
            }
            ByteBuffer chunk = chunks.lend();
            chunk.limit(Math.min(mostBytes, chunk.capacity()));
            int n = 0;
            try {
                n = tryRead(chunk);
            } finally {
                if (n <= 0) {
                    chunks.takeBack(chunk);
                }
            }
            if (n != 0) {
                return n > 0 ? chunk.flip() : null;
            }
            mustWait = true;
        }
    }

    byte[] readSome(int max) throws IOException {
        begin();
        if (max == 0) {
            return new byte[0];
        }
        if (!ahead.isEmpty()) {
            return ahead.take(Math.min(max, ahead.size()));
        }
        ByteBuffer chunk = awaitChunk(max);
        if (chunk == null) {
            return new byte[0];
        }
        byte[] some = new byte[chunk.remaining()];
        chunk.get(some);
        chunks.takeBack(chunk);
        return some;
    }

    byte[] readAll() throws IOException {
        begin();
        boolean more;
        do {
            more = awaitMore(0);
        } while (more);
        return ahead.take(ahead.size());
    }

    byte[] readExactly(int n) throws IOException {
        begin();
        while (ahead.size() < n) {
            if (!awaitMore(n - ahead.size())) {
                throw new IncompleteReadException(ahead.take(ahead.size()), n, "the " + n + " bytes asked for");
            }
        }
        return ahead.take(n);
    }

    byte[] readUntil(Separators separators) throws IOException {
        begin();
        int end = awaitSeparator(separators);
        if (end < 0) {
            throw new IncompleteReadException(ahead.take(ahead.size()), -1, "one of " + separators);
        }
        return ahead.take(end);
    }

    @Nullable String readLine() throws IOException {
        begin();
        int end;
        try {
            end = awaitSeparator(Separators.LINE_FEED);
        } catch (LimitExceededException e) {
            int lineFeed = ahead.indexOf(LINE_FEED, e.consumed());
            ahead.drop(lineFeed < 0 ? ahead.size() : lineFeed + 1);
            throw e;
        }
        if (end < 0) {
            return ahead.isEmpty() ? null : ahead.takeText(ahead.size());
        }
        int length = end >= 2 && ahead.at(end - 2) == '\r' ? end - 2 : end - 1;
        String line = ahead.takeText(length);
        ahead.drop(end - length);
        return line;
    }

    /// asyncio's `readuntil`.
    ///
    /// @return where the first separator ends; -1 if the end comes first
    private int awaitSeparator(Separators separators) throws IOException {
        int searched = 0;
        while (true) {
            Separators.Match found = separators.find(ahead, searched);
            if (found != null) {
                checkLimit(found.begin(), separators);
                return found.end();
            }
            searched = Math.max(0, ahead.size() + 1 - separators.longest());
            checkLimit(searched, separators);
            if (!awaitMore(0)) {
                return -1;
            }
        }
    }

    private void checkLimit(int before, Separators separators) throws LimitExceededException {
        if (before > limitBytes) {
            throw new LimitExceededException(
                    "none of " + separators + " came within " + before + " bytes, and the limit is " + limitBytes
                            + "; set a higher one with StreamOptions.withLimit",
                    before);
        }
    }

    /// Reads ahead at least one byte more. One of many of these for one read, perhaps, and so an operation by itself,
    /// counted beside that read: a reader of lines gives way after 32 that each took one.
    ///
    /// @return false at the end
    private boolean awaitMore(int wantedBytes) throws IOException {
        takeTurn();
        while (true) {
            int n = tryFill(wantedBytes);
            if (n != 0) {
                return n > 0;
            }
            awaitReadable();
        }
    }

    // --- one try, one wait -----------------------------------------------------------------------

    private void begin() throws IOException {
        checkUsable();
        takeBackLent();
        takeTurn();
    }

    private int tryRead(ByteBuffer target) throws IOException {
        throwIfBroken();
        try {
            return transport.read(target);
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    private int tryFill(int wantedBytes) throws IOException {
        throwIfBroken();
        try {
            if (ahead == ReadAhead.NOTHING) {
                ahead = new ReadAhead();
            }
            return ahead.fill(transport, wantedBytes);
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    private void throwIfBroken() throws IOException {
        stream.checkOpen();
        if (broken != null) {
            throw broken;
        }
    }

    private void awaitReadable() throws IOException {
        waitBegins();
        try {
            transport.awaitReadable();
        } finally {
            waitEnds();
        }
    }

    /// {@return the bytes that were read ahead, which are no longer here}
    byte[] giveUp() {
        checkIdle();
        return ahead.take(ahead.size());
    }

    void takeBackLent() {
        ByteBuffer chunk = lent;
        if (chunk == null) {
            return;
        }
        if (borrowerMayUseIt()) {
            chunks.giveUp(chunk);
        } else {
            chunks.takeBack(chunk);
        }
        lent = null;
        borrower = null;
    }

    /// Whether the borrower is another task, which may be in the middle of a write of the chunk to another stream. Lent
    /// again, the chunk would take the bytes of a third one there.
    @SuppressWarnings("ReferenceEquality") // a task is itself only
    private boolean borrowerMayUseIt() {
        Task<?> task = borrower;
        return task != null && task != stream.currentTask() && !task.done();
    }
}
