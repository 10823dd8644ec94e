package rondo.loop;

import java.util.List;

/// What chooses the order in which a tick runs what is ready: the seam through which a simulation explores
/// orders. Without one the order is first in, first out.
///
/// Whoever breaks up the order in which the consequences of one end were queued (see [Ready#cause()]) breaks a
/// promise of the loop's: callbacks of one future run in the order of their registration.
@FunctionalInterface
public interface ReadyOrder {
    /// Arranges what is left of the snapshot that a tick runs. Called on the loop's own stack: it must be short
    /// and must not block. Asked once in every tick, also when nothing is ready; and again within the tick,
    /// each time when what it has let go has run and more of the snapshot is left.
    ///
    /// @param left what is left, oldest first; to be put in another order, and nothing else
    /// @return how many of it, from the first on, run now; 0 leaves all of it to the next tick, which polls first
    int arrange(List<Ready> left);
}
