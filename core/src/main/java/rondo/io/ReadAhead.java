package rondo.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that a stream has read and nobody has taken yet: those after a line, or before its end has come.
///
/// Small as long as little comes at once, so that thousands of idle connections cost little. Loop thread only.
final class ReadAhead {
    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST_KEPT = 64 << 10;
    private static final byte[] NONE = {};

    /// What a stream has that never read ahead, as one that takes chunks: empty for ever, so all of them share it.
    static final ReadAhead NOTHING = new ReadAhead();

    private byte[] bytes = NONE;
    private ByteBuffer room = ByteBuffer.wrap(NONE); // a view of bytes
    private int start;
    private int end;
    private boolean filled; // by the last read: there is more than it had room for

    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    byte at(int index) {
        return bytes[start + index];
    }

    /// Reads once more from a transport, without waiting, at most what there is room for.
    ///
    /// @return what [Transport#read] gave
    int fill(Transport transport, int wantedBytes) throws IOException {
        makeRoom(wantedBytes);
        room.limit(bytes.length).position(end);
        int n = transport.read(room);
        filled = !room.hasRemaining();
        if (n > 0) {
            end += n;
        }
        return n;
    }

    /// Makes room for at least one more byte. Doubles only when what there was has been filled: for a read that wants
    /// more, or by a side that sends so much that each system call should take more of it.
    private void makeRoom(int wantedBytes) {
        boolean sentMuch = filled && bytes.length < LARGEST_KEPT;
        if (end < bytes.length && !sentMuch) {
            return;
        }
        int size = size();
        if (sentMuch || size > bytes.length / 2 || bytes.length == 0) {
            grow(Math.max(SMALLEST, Math.min(wantedBytes, LARGEST_KEPT)));
        } else {
            System.arraycopy(bytes, start, bytes, 0, size);
        }
        start = 0;
        end = size;
    }

    private void grow(int leastBytes) {
        int size = size();
        int capacity = Math.max(leastBytes, Math.clamp(2L * bytes.length, 0, Integer.MAX_VALUE - 8));
        if (capacity == size) {
            throw new OutOfMemoryError("a stream cannot read ahead more than " + size + " bytes");
        }
        byte[] larger = new byte[capacity];
        System.arraycopy(bytes, start, larger, 0, size);
        bytes = larger;
        room = ByteBuffer.wrap(larger);
    }

    int moveTo(ByteBuffer target) {
        int n = Math.min(size(), target.remaining());
        target.put(bytes, start, n);
        drop(n);
        return n;
    }

    byte[] take(int n) {
        byte[] taken = Arrays.copyOfRange(bytes, start, start + n);
        drop(n);
        return taken;
    }

    String takeText(int n) {
        var text = new String(bytes, start, n, java.nio.charset.StandardCharsets.UTF_8);
        drop(n);
        return text;
    }

    void drop(int n) {
        start += n;
        if (start == end) {
            start = 0;
            end = 0;
            if (bytes.length > LARGEST_KEPT) {
                bytes = NONE;
                room = ByteBuffer.wrap(NONE);
            }
        }
    }

    /// {@return where a sequence begins at or after an index, or -1}
    int indexOf(byte[] wanted, int from) {
        byte first = wanted[0];
        int last = end - wanted.length;
        for (int i = start + Math.max(0, from); i <= last; i++) {
            if (bytes[i] == first && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i - start;
            }
        }
        return -1;
    }
}
