package rondo.net;

import java.io.IOException;
import rondo.sync.Event;

/// Lets several tasks wait for one direction of a transport, which lets one: a reader or a close may need what a writer
/// waits for already. Loop thread only.
final class SharedWait {
    private final Wait wait;
    private final Event free = new Event();

    /// Waits for a direction of the transport.
    @FunctionalInterface
    interface Wait {
        void await() throws IOException;
    }

    SharedWait(Wait wait) {
        this.wait = wait;
        free.set();
    }

    /// Suspends the calling task until the direction may move something; whoever comes second, until the first one
    /// waits no more, be it for nothing. A cancel ends it and loses nothing.
    void await() throws IOException {
        if (!free.isSet()) {
            free.await();
            return;
        }
        free.clear();
        try {
            wait.await();
        } finally {
            free.set();
        }
    }
}
