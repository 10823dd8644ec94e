package rondo.proofs;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;

/// `callSoonThreadsafe` while the loop runs its last tick and is closed. What is refused never runs, and nothing but
/// [LoopClosedException] refuses. What is taken in after the last tick is dropped with the rest of the queue, as
/// in asyncio; who has to know uses `runCoroutineThreadsafe` ([CoroutineFromOutsideRacesTheClose]).
///
/// Observed are: what the caller is told, whether the callback ran.
@JCStressTest
@Outcome(id = "taken, true", expect = Expect.ACCEPTABLE, desc = "in time for the last tick")
@Outcome(id = "taken, false", expect = Expect.ACCEPTABLE, desc = "after the last tick: dropped by the close")
@Outcome(id = "refused, false", expect = Expect.ACCEPTABLE, desc = "after the close")
@Outcome(expect = Expect.FORBIDDEN, desc = "refused and run, or another error")
@State
public class CallFromOutsideRacesTheClose {
    private final EventLoop loop = Loops.create();
    private boolean ran; // the loop's thread only

    @Actor
    public void other(LZ_Result seen) {
        try {
            loop.callSoonThreadsafe(() -> ran = true);
            seen.r1 = "taken";
        } catch (LoopClosedException e) {
            seen.r1 = "refused";
        } catch (RuntimeException e) {
            seen.r1 = e.toString();
        }
    }

    @Actor
    public void loop(LZ_Result seen) {
        Loops.tick(loop);
        loop.close();
        seen.r2 = ran;
    }
}
