package rondo.proofs;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import rondo.Rondo;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;

/// `runCoroutineThreadsafe` while the loop runs its last ticks and is closed: the other thread is always told how it
/// ended, by the value of a coroutine that ran or by a [LoopClosedException], and never left waiting.
///
/// Observed are: what the other thread's future ends with, how far the coroutine came.
@JCStressTest
@Outcome(id = "value, returned", expect = Expect.ACCEPTABLE, desc = "in time")
@Outcome(id = "closed, unbegun", expect = Expect.ACCEPTABLE, desc = "the loop was closed first")
@Outcome(id = "closed, returned", expect = Expect.ACCEPTABLE, desc = "closed before the outcome was passed on")
@Outcome(expect = Expect.FORBIDDEN, desc = "the other thread waits for ever, or is told what is not so")
@State
public class CoroutineFromOutsideRacesTheClose {
    private final EventLoop loop = Loops.create();
    private String came = "unbegun"; // the loop's thread only
    private @Nullable CompletableFuture<Integer> future; // the other thread's, then the arbiter's

    @Actor
    public void other() {
        try {
            future = Rondo.runCoroutineThreadsafe(loop, () -> {
                came = "returned";
                return 1;
            });
        } catch (LoopClosedException e) {
            future = CompletableFuture.failedFuture(e);
        }
    }

    @Actor
    public void loop() {
        for (int i = 0; i < 3; i++) {
            Loops.tick(loop);
        }
        loop.close();
    }

    @Arbiter
    public void look(LL_Result seen) {
        seen.r1 = Ends.of(future);
        seen.r2 = came;
    }
}
