package rondo.hazard;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import rondo.Rondo;
import rondo.loop.LoopOptions;
import rondo.task.Runner;

/// A task's first blocking call is that it loads a class while another thread does, for a JVM of its own. The
/// loader has one lock for all, which that thread keeps until the task has queued for it and the loop's thread
/// waits too.
final class ClassLoadingProgram {
    private static final String FRESH = "rondo.hazard.LockKind"; // the task loads it, and nothing else needs it

    private ClassLoadingProgram() {}

    /// Not parallel capable: whatever it loads, it loads synchronised on itself.
    private static final class OneLockLoader extends URLClassLoader {
        OneLockLoader(URL[] places) {
            super(places, ClassLoader.getPlatformClassLoader());
        }
    }

    /// Runs it, in a loader of its own.
    ///
    /// @param arguments the slow limit of the loop, in ns
    public static void main(String[] arguments) throws Exception {
        ClassLoader loader = new OneLockLoader(classPath());
        Method run = loader.loadClass(ClassLoadingProgram.class.getName()).getDeclaredMethod("run", Duration.class);
        run.setAccessible(true);
        run.invoke(null, Duration.ofNanos(Long.parseLong(arguments[0])));
    }

    private static URL[] classPath() throws MalformedURLException {
        var places = new ArrayList<URL>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            places.add(new File(place).toURI().toURL());
        }
        return places.toArray(URL[]::new);
    }

    static void run(Duration slowLimit) {
        Thread loop = Thread.currentThread();
        var options = LoopOptions.defaults().withSlowLimit(slowLimit).withWatchdog(false);
        try (var runner = new Runner(options)) {
            runner.run(() -> load(loop));
        }
    }

    private static void load(Thread loop) throws ClassNotFoundException, InterruptedException {
        ClassLoader loader = ClassLoadingProgram.class.getClassLoader();
        var held = new AtomicBoolean();
        Thread task = Thread.currentThread();
        Thread holder = Thread.ofPlatform().start(() -> hold(held, task, loop));
        while (!held.get()) {
            Thread.onSpinWait(); // to wait would be the first blocking call
        }
        System.out.println("loaded " + loader.loadClass(FRESH).getSimpleName()); // by name: not from a native frame
        Rondo.sleep(Duration.ZERO);
        holder.join();
    }

    private static void hold(AtomicBoolean held, Thread task, Thread loop) {
        synchronized (ClassLoadingProgram.class.getClassLoader()) {
            held.set(true);
            Deadline.until(() -> task.getState() == Thread.State.BLOCKED, "the task queues for the class");
            Deadline.until(
                    () -> queues(loop)
                            || (loop.getState() == Thread.State.TIMED_WAITING
                                    && isAt(loop, "rondo.loop.BlockingCalls")),
                    "the loop waits for the task");
        }
    }

    /// It waits for the class loader: then it will not get any further.
    private static boolean queues(Thread loop) {
        return loop.getState() == Thread.State.BLOCKED;
    }

    private static boolean isAt(Thread loop, String className) {
        return Arrays.stream(loop.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(className));
    }
}
