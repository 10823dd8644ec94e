package rondo.loop;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which loops run in this process, so that a thread can find its own.
///
/// There are about as many as cores, so looking through them beats a thread-local variable, which every
/// coroutine would have to carry.
final class RunningLoops {
    private static volatile EventLoop[] running = {}; // any thread; replaced, never changed

    private static final List<Consumer<? super EventLoop>> START_LISTENERS = new CopyOnWriteArrayList<>(); // any thread

    private RunningLoops() {}

    static List<EventLoop> all() {
        return List.of(running);
    }

    static void atStart(Consumer<? super EventLoop> listener) {
        START_LISTENERS.add(listener);
    }

    static void notAtStart(Consumer<? super EventLoop> listener) {
        START_LISTENERS.remove(listener);
    }

    static void starting(EventLoop loop) {
        add(loop);
        for (Consumer<? super EventLoop> listener : START_LISTENERS) {
            try {
                listener.accept(loop);
            } catch (RuntimeException e) {
                Log.warning(
                        "a listener for the start of event loop '"
                                + loop.options().name() + "' failed",
                        e);
            }
        }
    }

    static synchronized void add(EventLoop loop) {
        EventLoop[] more = Arrays.copyOf(running, running.length + 1);
        more[running.length] = loop;
        running = more;
    }

    static synchronized void remove(EventLoop loop) {
        running = Arrays.stream(running).filter(other -> other != loop).toArray(EventLoop[]::new);
    }

    /// {@return the loop whose turn the calling thread holds, or null}
    static @Nullable EventLoop ofCaller() {
        Thread me = Thread.currentThread();
        for (EventLoop loop : running) {
            if (loop.turn.isOf(me)) {
                return loop;
            }
        }
        return null;
    }
}
