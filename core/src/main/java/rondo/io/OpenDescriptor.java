package rondo.io;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;

/// Something that holds a descriptor of the system's, from its opening until it is closed.
///
/// What is still open when its loop is closed is closed then. In debug mode it is also reported, with where it was
/// opened. Belongs to the loop's thread.
public final class OpenDescriptor {
    private final Descriptors all;
    private final Object what;
    private final Closeable channel;
    private @Nullable Throwable opened; // debug mode: where
    private @Nullable OpenDescriptor before;
    private @Nullable OpenDescriptor after;
    private boolean listed;

    private OpenDescriptor(Descriptors all, Object what, Closeable channel) {
        this.all = all;
        this.what = what;
        this.channel = channel;
    }

    /// Registers something that was just opened, on the running loop.
    ///
    /// @param what it, for reports
    /// @param channel what is to be closed if nobody does
    /// @return the registration
    /// @throws IllegalStateException if the calling thread runs no loop
    public static OpenDescriptor of(Object what, Closeable channel) {
        Descriptors all = EventLoop.current().attachment(Descriptors.class, Descriptors::new);
        var descriptor = new OpenDescriptor(all, what, channel);
        all.add(descriptor);
        descriptor.openedHere();
        return descriptor;
    }

    /// Says that it was opened by the caller: for what a task of its own has opened for somebody.
    public void openedHere() {
        if (all.loop.debug()) {
            opened = new Throwable("opened here");
        }
    }

    /// Takes it off the list: it is closed, or about to be. Does nothing the second time.
    public void closed() {
        if (listed) {
            all.remove(this);
        }
    }

    private void closeLeftOver() {
        if (all.loop.debug()) {
            all.loop.callExceptionHandler(new ErrorReport(
                            "this was left open until the end of the run: " + what
                                    + "; close it, best by try-with-resources",
                            null,
                            "transport",
                            what)
                    .withSourceTraceback(opened));
        }
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is gone all the same
        }
    }

    /// The open descriptors of one loop, oldest first: a list through themselves, so that one costs little.
    private static final class Descriptors implements AutoCloseable {
        private final EventLoop loop;
        private @Nullable OpenDescriptor first;
        private @Nullable OpenDescriptor last;

        Descriptors(EventLoop loop) {
            this.loop = loop;
        }

        void add(OpenDescriptor descriptor) {
            descriptor.listed = true;
            descriptor.before = last;
            if (last == null) {
                first = descriptor;
            } else {
                last.after = descriptor;
            }
            last = descriptor;
        }

        void remove(OpenDescriptor descriptor) {
            descriptor.listed = false;
            OpenDescriptor left = descriptor.before;
            OpenDescriptor right = descriptor.after;
            if (left == null) {
                first = right;
            } else {
                left.after = right;
            }
            if (right == null) {
                last = left;
            } else {
                right.before = left;
            }
            descriptor.before = null;
            descriptor.after = null;
        }

        @Override
        public void close() {
            for (OpenDescriptor each = first; each != null; each = first) {
                remove(each);
                each.closeLeftOver();
            }
        }
    }
}
