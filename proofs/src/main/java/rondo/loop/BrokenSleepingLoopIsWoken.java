package rondo.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// The twin of [SleepingLoopIsWoken] that has to fail, or that one proves nothing: its loop looks at the queue
/// first, and says second that it sleeps.
@JCStressTest
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
@Outcome(expect = Expect.ACCEPTABLE, desc = "as in the real one")
@State
public class BrokenSleepingLoopIsWoken {
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private volatile boolean asleep;

    @Actor
    public void other(ZZ_Result seen) {
        queue.add(this);
        seen.r1 = asleep;
    }

    @Actor
    public void loop(ZZ_Result seen) {
        boolean empty = queue.isEmpty();
        asleep = true;
        seen.r2 = empty;
    }
}
