package rondo.loop;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which loops run in this process, so that a thread can find its own.
///
/// There are about as many as cores, so looking through them beats a thread-local variable, which every
/// coroutine would have to carry.
final class RunningLoops {
    private static volatile EventLoop[] running = {}; // any thread; replaced, never changed

    private RunningLoops() {}

    static List<EventLoop> all() {
        return List.of(running);
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
