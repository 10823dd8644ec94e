package rondo.net;

import rondo.io.ByteStream;
import rondo.sync.Event;
import rondo.sync.Queue;

/// The far ends of a server's connections, for a test to use: it keeps each open until its loop ends.
final class Accepted implements StreamHandler {
    private final Queue<ByteStream> streams = new Queue<>();
    private final Event never = new Event();

    @Override
    public void handle(ByteStream stream) throws Exception {
        streams.put(stream);
        never.await();
    }

    /// {@return the next one, as they were accepted}
    ByteStream next() {
        return streams.get();
    }
}
