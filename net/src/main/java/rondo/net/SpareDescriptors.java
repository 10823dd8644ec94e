package rondo.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/// Descriptors that are kept for the moment when there are no others: whoever then reports that may have a class to
/// load or a log to open, and what the JVM has once failed to load it never tries again. There are a few of them, since
/// other threads, such as the monitor's, take what comes free. Loop thread only.
final class SpareDescriptors {
    private static final int KEPT = 8;

    private final ArrayDeque<SocketChannel> kept = new ArrayDeque<>(KEPT);

    /// Keeps as many as there are, up to a few.
    void keep() {
        try {
            while (kept.size() < KEPT) {
                kept.add(SocketChannel.open());
            }
        } catch (IOException e) {
            // there are no more: the next accept says so
        }
    }

    void release() {
        for (SocketChannel channel = kept.poll(); channel != null; channel = kept.poll()) {
            try {
                channel.close();
            } catch (IOException e) {
                // the descriptor is gone all the same
            }
        }
    }
}
