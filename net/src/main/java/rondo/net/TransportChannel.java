package rondo.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import rondo.io.Transport;

/// A transport as the TLS library wants it: a channel that never waits.
record TransportChannel(Transport transport) implements ByteChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
        return transport.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return transport.write(source);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // the transport above closes the one below
    }
}
