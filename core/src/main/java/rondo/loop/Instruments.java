package rondo.loop;

import java.util.Arrays;
import java.util.function.Consumer;

/// The instruments of a loop: tells each of what happens, and drops the one that fails.
///
/// Whoever holds the loop's turn. A loop without instruments has none of these.
final class Instruments {
    private final EventLoop loop;
    private Instrument[] all; // replaced, never changed: one may go while it is told
    private boolean inTick;

    Instruments(EventLoop loop, Instrument first) {
        this.loop = loop;
        this.all = new Instrument[] {first};
    }

    void add(Instrument instrument) {
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = instrument;
    }

    /// {@return whether there are others left}
    @SuppressWarnings("ReferenceEquality") // the very object that was added
    boolean remove(Instrument instrument) {
        all = Arrays.stream(all).filter(other -> other != instrument).toArray(Instrument[]::new);
        return all.length > 0;
    }

    void tell(Consumer<? super Instrument> event) {
        for (Instrument each : all) {
            try {
                event.accept(each);
            } catch (Throwable e) {
                drop(each, e);
            }
        }
    }

    private void drop(Instrument failed, Throwable error) {
        if (EventLoop.isFatal(error)) {
            loop.fatal(error);
        }
        loop.removeInstrument(failed);
        Log.warning(
                "an instrument of event loop '" + loop.options().name() + "' failed and sees no more: " + failed,
                error);
    }

    /// Polls as the loop does without instruments, and tells of it: the tick begins here.
    void poll(long waitNanos) {
        endTick();
        inTick = true;
        tell(Instrument::tickBegins);
        tell(each -> each.pollBegins(waitNanos));
        int before = loop.ready.size();
        loop.waiting.pollUnseen(waitNanos);
        int queued = loop.ready.size() - before;
        tell(each -> each.pollEnds(queued));
    }

    void endTick() {
        if (inTick) {
            inTick = false;
            tell(Instrument::tickEnds);
        }
    }

    void expired(int count) {
        if (count > 0) {
            tell(each -> each.timersExpired(count));
        }
    }

    void snapshotBegins(int size) {
        tell(each -> each.snapshotBegins(size));
    }

    void callbackBegins(Handle handle) {
        tell(each -> each.callbackBegins(handle));
    }

    void callbackEnds(Handle handle) {
        tell(each -> each.callbackEnds(handle));
    }

    void created(Coroutine coroutine) {
        tell(each -> each.created(coroutine));
    }

    // What comes once a step goes without a lambda: the calls through it cost a step as much as ten
    // nanoseconds.

    void stepBegins(Coroutine coroutine) {
        for (Instrument each : all) {
            try {
                each.stepBegins(coroutine);
            } catch (Throwable e) {
                drop(each, e);
            }
        }
    }

    void stepEnds(Coroutine coroutine) {
        for (Instrument each : all) {
            try {
                each.stepEnds(coroutine);
            } catch (Throwable e) {
                drop(each, e);
            }
        }
    }

    void scheduled(Coroutine coroutine) {
        for (Instrument each : all) {
            try {
                each.scheduled(coroutine);
            } catch (Throwable e) {
                drop(each, e);
            }
        }
    }
}
