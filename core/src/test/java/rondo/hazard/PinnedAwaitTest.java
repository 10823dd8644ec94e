package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// An await where the JDK cannot take the thread off its carrier. On the direct carrier that carrier is the
/// loop's own thread, so the await fails and says which frame is in the way; the task goes on, and awaits
/// elsewhere as before.
@SuppressWarnings({"UnusedMethod"}) // the hazard itself
final class PinnedAwaitTest {
    private static final String DIRECT_ONLY =
            "on the baton carrier such an await works: it holds up a carrier thread of the JDK's";

    private static final List<String> TRAIL = new ArrayList<>();

    /// Its initialiser yields.
    private static final class Yields {
        static final String VALUE = attempt(() -> Sleep.sleep(Duration.ZERO));
    }

    /// Its initialiser waits for a timer.
    private static final class Waits {
        static final String VALUE = attempt(() -> Sleep.sleep(Duration.ofSeconds(1)));
    }

    private static String attempt(Runnable await) {
        try {
            await.run();
            return "awaited";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "rondo.carrier", matches = "direct", disabledReason = DIRECT_ONLY)
    void awaitInAStaticInitialiserFailsAndNamesTheFrame() throws InterruptedException {
        run(() -> {
            assertThat(Yields.VALUE).contains("cannot await here").contains("Yields.<clinit>");
            assertThat(Waits.VALUE).contains("cannot await here").contains("Waits.<clinit>");
            assertAwaitsGoOn();
        });
    }

    @Test
    @EnabledIfSystemProperty(named = "rondo.carrier", matches = "direct", disabledReason = DIRECT_ONLY)
    void awaitUnderANativeFrameFailsAndTheTaskGoesOn() throws InterruptedException {
        run(() -> {
            sortNatively();
            assertThat(TRAIL).isNotEmpty().allSatisfy(entry -> assertThat(entry).contains("cannot await here"));
            assertAwaitsGoOn();
        });
    }

    @Test
    void awaitInsideSynchronizedWorks() throws InterruptedException {
        var monitor = new Object();
        List<String> trail = new ArrayList<>();

        run(() -> {
            var freed = new Future<@Nullable Void>();
            Task<?> task = Task.start(VoidBody.awaitable(() -> {
                synchronized (monitor) {
                    freed.await();
                    trail.add("in the monitor");
                }
            }));
            Sleep.sleep(Duration.ZERO);
            trail.add("meanwhile");
            freed.setResult(null);
            task.await();
        });

        assertThat(trail).containsExactly("meanwhile", "in the monitor");
    }

    /// A yield that failed must have left nothing in the ready queue, which would end one of these too early.
    private static void assertAwaitsGoOn() {
        var future = new Future<String>();
        Task<?> setter = Task.start(VoidBody.awaitable(() -> {
            Sleep.sleep(Duration.ofMillis(5));
            future.setResult("set");
        }));
        assertThat(future.await()).isEqualTo("set");
        setter.await();
    }

    /// The C library's `qsort`, with a comparator in Java.
    @SuppressWarnings("restricted") // native code is the point
    private static void sortNatively() throws Exception {
        Linker linker = Linker.nativeLinker();
        MethodHandle qsort = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("qsort"),
                FunctionDescriptor.ofVoid(
                        ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        MethodHandle comparator = MethodHandles.lookup()
                .findStatic(
                        PinnedAwaitTest.class,
                        "compare",
                        MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stub = linker.upcallStub(
                    comparator,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                    arena);
            MemorySegment numbers = arena.allocateFrom(ValueLayout.JAVA_INT, 2, 1);
            qsort.invoke(numbers, 2L, (long) Integer.BYTES, stub);
        } catch (Throwable e) {
            throw new IllegalStateException("qsort failed", e);
        }
    }

    private static int compare(MemorySegment a, MemorySegment b) {
        TRAIL.add(attempt(() -> Sleep.sleep(Duration.ofMillis(1))));
        return Long.compare(a.address(), b.address());
    }

    private static void run(VoidBody body) throws InterruptedException {
        Deadline.within(() -> {
            try (var runner = new Runner(LoopOptions.defaults().withClock(new VirtualClock()))) {
                runner.run(body);
            }
        });
    }
}
