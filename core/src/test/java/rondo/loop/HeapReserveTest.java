package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is put aside for an exhausted heap; that it suffices is for `H11HeapExhaustionTest` to show.
@Timeout(20)
final class HeapReserveTest {
    private static final int RUNS = 40;
    private static final long LEAST_RESERVE = 1 << 19;

    private static void run() {
        try (var loop = new EventLoop()) {
            loop.stop();
            loop.runForever();
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    @Test
    void isPassedOnFromOneRunToTheNext() {
        run();
        long before = allocated();

        for (int i = 0; i < RUNS; i++) {
            run();
        }

        assertThat(allocated() - before).isLessThan(RUNS * LEAST_RESERVE / 2);
    }
}
