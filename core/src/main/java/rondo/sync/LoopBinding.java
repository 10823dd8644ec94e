package rondo.sync;

import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;

/// The loop that a primitive belongs to: the first one on which a task had to wait for it (asyncio's
/// `_LoopBoundMixin`).
///
/// Unlike asyncio, a use that need not wait is checked as well, for as long as the loop runs: it would be a
/// data race. Where nobody has waited yet it is checked against the last loop that used the primitive: a task
/// that looks into a queue now and then, and never waits, has no lock of Python's to save it from the thread
/// that fills it.
final class LoopBinding {
    private @Nullable EventLoop loop; // written once, on that loop's thread; others read it only to be refused
    private @Nullable EventLoop user; // as long as there is none: the last loop that used it

    /// {@return a new waiter of the current loop}
    ///
    /// @throws IllegalStateException if no loop runs here, or the primitive belongs to another one
    Waiter newWaiter(Object primitive) {
        EventLoop current = EventLoop.current();
        EventLoop bound = loop;
        if (bound == null) {
            loop = current;
        } else if (bound != current) {
            throw new IllegalStateException(
                    primitive + " belongs to " + bound + ", where a task first waited for it, and"
                            + " cannot make a task of " + current + " wait; make one for each loop");
        }
        return new Waiter(current, primitive);
    }

    /// Refuses a caller that is not on the loop of the primitive while that loop runs.
    ///
    /// @throws IllegalStateException on the wrong thread; nothing has been changed
    void check() {
        EventLoop bound = loop;
        if (bound != null) {
            bound.checkTurn();
        } else {
            checkUser();
        }
    }

    private void checkUser() {
        EventLoop last = user;
        if (last != null) {
            last.checkTurn();
        }
        if (last == null || !last.running()) {
            user = EventLoop.currentOrNull();
        }
    }
}
