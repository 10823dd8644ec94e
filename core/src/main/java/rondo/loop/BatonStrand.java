package rondo.loop;

import org.jspecify.annotations.Nullable;

/// A strand of the baton carrier: a virtual thread that has the turn, or waits for it; or the thread that runs the
/// loop.
final class BatonStrand extends Strand {
    private final BatonCarrier carrier;

    volatile boolean turn; // any thread: the turn has been passed to it
    boolean interrupted; // whoever holds the turn: its thread was, while it turned the loop

    /// It has given the turn to another, or has had none yet, and has not taken it since. Its own thread; the watchdog
    /// reads it, and may see it late.
    boolean handedOn;

    @Nullable BatonStrand backTo; // to whom the turn goes back when this strand's first step ends

    BatonStrand(BatonCarrier carrier) {
        this.carrier = carrier;
    }

    /// Its frame is a part of each suspended stack, and nothing branches behind the call that may suspend: see
    /// [DirectStrand].
    @Override
    public void run() {
        handedOn = false; // here it takes its first turn
        try {
            if (job == null) {
                carrier.runCallbacks(this);
            } else {
                carrier.bodyBegins(this, body());
                try {
                    body().run();
                } catch (Throwable e) {
                    throw carrier.bodyFailed(body(), e);
                } finally {
                    carrier.bodyEnds(this, body());
                }
            }
        } catch (Throwable e) {
            carrier.loop.fatal(e); // the machinery itself has failed: out of memory
        } finally {
            Thread.interrupted(); // the task's own: it ends with it
            carrier.handOn(this);
        }
    }

    @Override
    void suspend(Coroutine coroutine) {
        carrier.prepareToHandOn();
        at(At.AWAIT);
        carrier.loop.turn.leave();
        carrier.handOn(this);
        carrier.awaitTurn(this);
        carrier.loop.turn.enter(coroutine);
        at(At.STEP);
    }

    @Override
    void startEagerly(Coroutine child) {
        at(At.AWAIT);
        try {
            carrier.handOnTo(child, this);
            carrier.awaitTurn(this);
        } finally {
            at(At.STEP);
        }
    }

    @Override
    boolean isBeingWoken() {
        return handedOn;
    }
}
