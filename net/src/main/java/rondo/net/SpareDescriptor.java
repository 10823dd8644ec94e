package rondo.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// A descriptor that is kept for the moment when there are no others: whoever then reports that may have a
/// class to load or a log to open, and what the JVM has once failed to load it never tries again. Loop thread
/// only.
final class SpareDescriptor {
    private @Nullable SocketChannel kept;

    /// Keeps one, if there is one.
    void keep() {
        if (kept == null) {
            try {
                kept = SocketChannel.open();
            } catch (IOException e) {
                // there is none: the next accept says so
            }
        }
    }

    void release() {
        SocketChannel channel = kept;
        kept = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // the descriptor is gone all the same
            }
        }
    }
}
