package rondo.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// Sees a thread being made by a task: a thread inherits this variable's value, and asks for it while it is
/// made, on the thread of who makes it.
final class ThreadWatch {
    private static final InheritableThreadLocal<@Nullable ThreadWatch> MAKER = new InheritableThreadLocal<>() {
        @Override
        protected @Nullable ThreadWatch childValue(@Nullable ThreadWatch maker) {
            if (maker != null) {
                maker.threadMade();
            }
            return null;
        }
    };

    private final EventLoop loop;

    ThreadWatch(EventLoop loop) {
        this.loop = loop;
    }

    /// Called on a task's thread, where its body begins.
    void enter() {
        MAKER.set(this);
    }

    private void threadMade() {
        List<StackTraceElement> stack = List.of(new Throwable().getStackTrace());
        Task<?> task = Task.currentOrNull();
        if (task == null || stack.stream().anyMatch(ThreadWatch::isMachinery)) {
            return;
        }
        loop.fatal(new DeterminismLeakError(
                Leak.THREAD,
                "task '" + task.name() + "'",
                "made a thread",
                "use toThread or createTask",
                stack.stream()
                        .dropWhile(frame -> frame.getClassName().startsWith("rondo.testkit.ThreadWatch"))
                        .toList()));
    }

    /// Rondo's own helper threads, and those that the JDK makes to carry virtual threads.
    private static boolean isMachinery(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("rondo.io.") || name.startsWith("jdk.internal.misc.CarrierThread");
    }
}
