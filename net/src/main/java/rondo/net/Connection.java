package rondo.net;

import org.jspecify.annotations.Nullable;
import rondo.io.ByteStream;
import rondo.task.Awaitable;

/// One connection of a server's: what its task does.
record Connection(Connections connections, ByteStream stream) implements Awaitable<@Nullable Void> {
    @Override
    public @Nullable Void await() throws Exception {
        try (stream) {
            connections.serve(stream);
        }
        return null;
    }
}
