package rondo.proofs;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import rondo.Rondo;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;

/// Another thread cancels what `runCoroutineThreadsafe` gave it, just as the coroutine ends. The future ends in one way
/// and keeps to it, and a cancel that comes in time reaches the coroutine.
///
/// Observed are: what the other thread's future ends with, how far the coroutine came.
@JCStressTest
@Outcome(id = "value, returned", expect = Expect.ACCEPTABLE, desc = "the cancel came too late")
@Outcome(id = "cancelled, cancelled", expect = Expect.ACCEPTABLE, desc = "the cancel reached the coroutine")
@Outcome(id = "cancelled, unbegun", expect = Expect.ACCEPTABLE, desc = "it never began")
@Outcome(
        id = "cancelled, returned",
        expect = Expect.ACCEPTABLE,
        desc = "too late for the coroutine, not for the future")
@Outcome(expect = Expect.FORBIDDEN, desc = "the two ends contradict each other, or stay open")
@State
public class CancelFromOutsideRacesTheEnd {
    private final EventLoop loop = Loops.create();
    private String came = "unbegun"; // the loop's thread only
    private final CompletableFuture<Integer> future = Rondo.runCoroutineThreadsafe(loop, this::body);

    private Integer body() {
        came = "began";
        try {
            Rondo.sleep(Duration.ZERO);
            came = "returned";
            return 1;
        } catch (CancelledError e) {
            came = "cancelled";
            throw e;
        }
    }

    @Actor
    public void other() {
        future.cancel(true);
    }

    @Actor
    public void loop() {
        for (int i = 0; i < 6; i++) {
            Loops.tick(loop);
        }
    }

    @Arbiter
    public void look(LL_Result seen) {
        for (int i = 0; i < 6; i++) {
            Loops.tick(loop);
        }
        seen.r1 = Ends.of(future);
        seen.r2 = came;
        loop.close();
    }
}
