package rondo.loop;

/// How coroutines get their threads: the seam between the loop's order and the JDK's threads.
///
/// Whoever runs a piece of the loop holds its *turn*; there is exactly one turn. All methods are called by its
/// holder.
abstract sealed class Carrier permits DirectCarrier, BatonCarrier {
    private static volatile boolean threadHasEnded; // any thread: one like those of coroutines has, in this process

    final EventLoop loop;

    Carrier(EventLoop loop) {
        this.loop = loop;
    }

    /// {@return `direct` or `baton`}
    abstract String name();

    /// Takes the calling thread for the one that runs the loop, or unwinds it.
    ///
    /// @return its strand, which gets the turn
    abstract Strand takeCaller();

    /// Turns the loop until it is told to stop. On the thread that called `runForever`, which has the turn.
    final void drive() {
        if (!threadHasEnded) {
            letThreadEnd();
            threadHasEnded = true;
        }
        turnLoop();
    }

    /// Has a thread begin and end, before those of the program do. At a thread's end the JDK names a class that it
    /// loads at the first one (`VirtualThread.run`, an event of Flight Recorder's), and code that was compiled
    /// before has a trap there: of a million tasks suspended by then each would cost another 6 µs.
    abstract void letThreadEnd();

    /// Turns the loop, as [#drive()] says.
    abstract void turnLoop();

    /// Runs the rest of the snapshot: the last box of the tick.
    abstract void runReady();

    /// Takes note of an interrupt of the thread that has just polled, if there was one.
    abstract void polled();

    /// Unwinds what is still suspended and ends the idle threads. The loop is not running; the caller has the turn.
    abstract void close();

    final void bodyBegins(Strand strand, Coroutine coroutine) {
        coroutine.strand = strand;
        loop.turn.enter(coroutine);
    }

    /// Its end has failed, out of memory: nobody must wait for it.
    final Error bodyFailed(Coroutine coroutine, Throwable e) {
        loop.live.remove(coroutine);
        return e instanceof Error error ? error : new AssertionError(e);
    }

    final void bodyEnds(Strand strand, Coroutine coroutine) {
        loop.turn.stepEnds(coroutine);
        loop.turn.leave();
        coroutine.strand = null;
        strand.bodyEnded();
    }

    static Carrier choose(EventLoop loop, CarrierChoice choice) {
        return switch (choice == CarrierChoice.AUTO ? byProperty() : choice) {
            case DIRECT -> new DirectCarrier(loop, LoopThreads.required());
            case BATON -> new BatonCarrier(loop);
            case AUTO -> LoopThreads.available() ? new DirectCarrier(loop, LoopThreads.required()) : fallback(loop);
        };
    }

    private static BatonCarrier fallback(EventLoop loop) {
        LoopThreads.sayOnceWhyNot();
        return new BatonCarrier(loop);
    }

    private static CarrierChoice byProperty() {
        String named = System.getProperty("rondo.carrier", "auto");
        return switch (named) {
            case "auto" -> CarrierChoice.AUTO;
            case "direct" -> CarrierChoice.DIRECT;
            case "baton" -> CarrierChoice.BATON;
            default ->
                throw new IllegalArgumentException(
                        "-Drondo.carrier=" + named + " names no carrier; use direct, baton or auto");
        };
    }
}
