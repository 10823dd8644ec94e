package rondo.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The one place that reaches into `java.lang`: virtual threads whose scheduler is ours.
///
/// JDK 25's own tests make such threads the same way. Needs the package to be open to us; where it is not, the
/// baton carrier does without.
final class LoopThreads {
    private static final AtomicBoolean SAID = new AtomicBoolean();
    private static final @Nullable VarHandle THREAD_LOCALS; // constants, so that the compiler sees through them
    private static final @Nullable VarHandle INHERITED_LOCALS;
    private static final @Nullable LoopThreads INSTANCE;
    private static final @Nullable Throwable WHY_NOT;

    static {
        LoopThreads found = null;
        Throwable why = null;
        try {
            found = new LoopThreads();
        } catch (ReflectiveOperationException | RuntimeException e) {
            why = e;
        }
        INSTANCE = found;
        THREAD_LOCALS = found == null ? null : found.threadLocals;
        INHERITED_LOCALS = found == null ? null : found.inheritedLocals;
        WHY_NOT = why;
    }

    // Handles that the JDK has ready: one whose types had to be adapted would be compiled at run time, which is a good
    // part of a short program's time.
    private final MethodHandle builder; // (Executor) -> Thread.Builder.OfVirtual
    private final VarHandle state;
    private final int started; // the state of a thread whose first run has been asked for
    private final Field scheduler;
    private final VarHandle continuationOf; // VirtualThread.runContinuation
    private final Class<?> continuationClass; // one lambda class, the same for every virtual thread
    private final VarHandle threadOf; // what that lambda has captured
    private final VarHandle threadLocals;
    private final VarHandle inheritedLocals;
    private final ForkJoinPool defaultScheduler;

    private LoopThreads() throws ReflectiveOperationException {
        Class<?> builderClass = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
        builder = MethodHandles.privateLookupIn(builderClass, MethodHandles.lookup())
                .findConstructor(builderClass, MethodType.methodType(void.class, Executor.class))
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
        Class<?> virtual = Class.forName("java.lang.VirtualThread");
        var lookup = MethodHandles.privateLookupIn(virtual, MethodHandles.lookup());
        continuationOf = lookup.findVarHandle(virtual, "runContinuation", Runnable.class);
        state = lookup.findVarHandle(virtual, "state", int.class);
        started =
                (int) lookup.findStaticVarHandle(virtual, "STARTED", int.class).get();
        scheduler = virtual.getDeclaredField("scheduler");
        scheduler.setAccessible(true);
        defaultScheduler = (ForkJoinPool) lookup.findStaticVarHandle(virtual, "DEFAULT_SCHEDULER", ForkJoinPool.class)
                .get();
        continuationClass =
                continuationOf(Thread.ofVirtual().unstarted(() -> {})).getClass();
        threadOf = MethodHandles.privateLookupIn(continuationClass, MethodHandles.lookup())
                .unreflectVarHandle(onlyField(continuationClass));
        var ofThread = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        Class<?> map = Class.forName("java.lang.ThreadLocal$ThreadLocalMap");
        threadLocals = ofThread.findVarHandle(Thread.class, "threadLocals", map);
        inheritedLocals = ofThread.findVarHandle(Thread.class, "inheritableThreadLocals", map);
    }

    static boolean available() {
        return INSTANCE != null;
    }

    static LoopThreads required() {
        if (INSTANCE == null) {
            throw new IllegalStateException("the direct carrier cannot be used here: " + advice(), WHY_NOT);
        }
        return INSTANCE;
    }

    /// Writes one line, once a process, with the flag that would permit the direct carrier.
    static void sayOnceWhyNot() {
        if (SAID.compareAndSet(false, true)) {
            System.err.println("rondo: running on the slower baton carrier; " + advice());
        }
    }

    private static String advice() {
        Module here = LoopThreads.class.getModule();
        String target = here.isNamed() ? "ALL-UNNAMED," + here.getName() : "ALL-UNNAMED";
        return "start java with --add-opens java.base/java.lang=" + target
                + " (or Add-Opens: java.base/java.lang in the manifest of the jar given to java -jar)";
    }

    /// {@return makes threads that run only where `scheduler` says}
    Thread.Builder.OfVirtual builder(Executor scheduler) {
        try {
            return ((Thread.Builder.OfVirtual) builder.invokeExact(scheduler)).inheritInheritableThreadLocals(false);
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK refused to make virtual threads on our scheduler", e);
        }
    }

    /// {@return what the JDK hands to the scheduler to run this thread: always the same object}
    Runnable continuationOf(Thread thread) {
        return (Runnable) continuationOf.get(thread);
    }

    /// {@return the virtual thread behind what the JDK hands to a scheduler}
    Thread threadOf(Runnable continuation) {
        if (continuation.getClass() != continuationClass) {
            throw new IllegalStateException("not a virtual thread's continuation: " + continuation.getClass());
        }
        return (Thread) threadOf.get(continuation);
    }

    /// {@return whether a thread waits for its very first run}
    boolean isNew(Thread thread) {
        return (int) state.getVolatile(thread) == started;
    }

    /// Gives a virtual thread, which has not run yet, to the JDK's own scheduler for good.
    void moveToDefaultScheduler(Thread thread) {
        try {
            scheduler.set(thread, defaultScheduler);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot move a virtual thread to another scheduler", e);
        }
    }

    /// Forgets what the last job left in the thread-local variables of the calling thread.
    static void dropThreadLocals(Thread current) {
        drop(THREAD_LOCALS, current);
        drop(INHERITED_LOCALS, current);
    }

    private static void drop(@Nullable VarHandle locals, Thread current) {
        if (locals != null && locals.get(current) != null) {
            locals.set(current, null);
        }
    }

    /// {@return the JDK's own scheduler of virtual threads}
    ForkJoinPool defaultScheduler() {
        return defaultScheduler;
    }

    private static Field onlyField(Class<?> lambda) throws NoSuchFieldException {
        Field[] fields = lambda.getDeclaredFields();
        if (fields.length != 1) {
            throw new NoSuchFieldException(lambda + " has " + fields.length + " fields; one was expected");
        }
        return fields[0];
    }
}
