package rondo.loop;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The instruments of a loop: tells each of what happens, and drops the one that fails.
///
/// Whoever holds the loop's turn. A loop without instruments has none of these.
final class Instruments {
    private final EventLoop loop;
    private Instrument[] all; // replaced, never changed: one may go while it is told
    private @Nullable Instrument only; // of all, if there are no others
    private boolean inTick;

    Instruments(EventLoop loop, Instrument first) {
        this.loop = loop;
        this.all = new Instrument[] {first};
        this.only = first;
    }

    void add(Instrument instrument) {
        Instrument[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = instrument;
        replace(more);
    }

    /// {@return whether there are others left}
    @SuppressWarnings("ReferenceEquality") // the very object that was added
    boolean remove(Instrument instrument) {
        replace(Arrays.stream(all).filter(other -> other != instrument).toArray(Instrument[]::new));
        return all.length > 0;
    }

    private void replace(Instrument[] by) {
        all = by;
        only = by.length == 1 ? by[0] : null;
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

    // What comes once a step goes without a lambda, whose calls cost a step as much as ten nanoseconds, and to a
    // single instrument without the loop over all, which costs it another four.

    void stepBegins(Coroutine coroutine) {
        Instrument one = only;
        if (one != null) {
            try {
                one.stepBegins(coroutine);
            } catch (Throwable e) {
                drop(one, e);
            }
            return;
        }
        for (Instrument each : all) {
            try {
                each.stepBegins(coroutine);
            } catch (Throwable e) {
                drop(each, e);
            }
        }
    }

    void stepEnds(Coroutine coroutine) {
        Instrument one = only;
        if (one != null) {
            try {
                one.stepEnds(coroutine);
            } catch (Throwable e) {
                drop(one, e);
            }
            return;
        }
        for (Instrument each : all) {
            try {
                each.stepEnds(coroutine);
            } catch (Throwable e) {
                drop(each, e);
            }
        }
    }

    void scheduled(Coroutine coroutine) {
        Instrument one = only;
        if (one != null) {
            try {
                one.scheduled(coroutine);
            } catch (Throwable e) {
                drop(one, e);
            }
            return;
        }
        for (Instrument each : all) {
            try {
                each.scheduled(coroutine);
            } catch (Throwable e) {
                drop(each, e);
            }
        }
    }
}
