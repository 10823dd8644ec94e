package rondo.loop;

/// A callback that is queued because something has ended.
public interface Consequence extends Runnable {
    /// {@return what has ended}
    Object cause();
}
