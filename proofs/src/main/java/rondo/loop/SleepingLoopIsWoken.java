package rondo.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/// Hazard H9: one thread hands something over just as the loop is about to sleep. Either the loop stays awake, or
/// the other one knows that it has to wake it; and in both cases the loop finds what was handed over.
///
/// Observed are: whether the adder wakes the loop, whether the loop sleeps, whether the item is found.
@JCStressTest
@Outcome(id = "false, false, true", expect = Expect.ACCEPTABLE, desc = "the loop saw the item and stays awake")
@Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "the loop sleeps, and is woken")
@Outcome(id = "true, false, true", expect = Expect.ACCEPTABLE, desc = "woken although awake: harmless")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wake-up or an item is lost")
@State
public class SleepingLoopIsWoken {
    private static final EventLoop LOOP = new EventLoop();

    private final Arrivals arrivals = new Arrivals();

    @Actor
    public void other(ZZZ_Result seen) {
        seen.r1 = arrivals.add(new Handle(LOOP, () -> {}, null));
    }

    @Actor
    public void loop(ZZZ_Result seen) {
        seen.r2 = arrivals.announceSleep();
        seen.r3 = !seen.r2 && arrivals.poll() != null;
    }

    @Arbiter
    public void woken(ZZZ_Result seen) {
        arrivals.awake();
        seen.r3 |= seen.r2 && arrivals.poll() != null;
    }
}
