package rondo.io;

import org.jspecify.annotations.Nullable;
import rondo.task.Task;

/// One direction of a stream: which task waits in it, and when that one has had enough of a turn. Loop thread only.
abstract sealed class StreamSide permits InputSide, OutputSide {
    final ByteStream stream; // for messages
    final Transport transport;
    private final String verb; // of what is done here
    private final TurnLimit turnLimit;

    private @Nullable Task<?> waiting; // suspended here

    StreamSide(ByteStream stream, Transport transport, String verb, TurnLimit turnLimit) {
        this.stream = stream;
        this.transport = transport;
        this.verb = verb;
        this.turnLimit = turnLimit;
    }

    /// Checks that the caller may begin an operation here.
    final void checkUsable() throws StreamClosedException {
        stream.checkThread();
        stream.checkOpen();
        checkIdle();
    }

    final void checkIdle() {
        Task<?> other = waiting;
        if (other != null) {
            throw stream.busy(verb, other);
        }
    }

    /// Counts an operation that is about to begin; if the task has had enough of its turn, the others come first.
    final void takeTurn() throws StreamClosedException {
        if (turnLimit.reached()) {
            giveWay();
        }
    }

    final void giveWay() throws StreamClosedException {
        waitBegins();
        try {
            turnLimit.giveWay();
        } finally {
            waitEnds();
        }
        stream.checkOpen();
    }

    /// The calling task may be suspended from here on, up to [#waitEnds()]: no other may use this side meanwhile.
    final void waitBegins() {
        turnLimit.startAnew();
        waiting = stream.currentTask();
    }

    final void waitEnds() {
        waiting = null;
    }
}
