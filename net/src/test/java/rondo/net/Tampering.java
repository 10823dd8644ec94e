package rondo.net;

import static rondo.net.OnLoop.task;

import java.io.IOException;
import java.nio.ByteBuffer;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.io.StreamClosedException;
import rondo.task.Task;

/// A TLS connection with somebody in the middle who passes everything on, until told to change a byte.
final class Tampering implements AutoCloseable {
    private final Pipe near = Pipe.open();
    private final Pipe far = Pipe.open();
    private final ByteStream client;
    private final ByteStream server;
    private final Task<?> back;

    private Tampering(TlsOptions serverOptions, TlsOptions clientOptions) throws IOException {
        task(() -> pass(near.right(), far.left()));
        back = task(() -> pass(far.left(), near.right()));
        var starting = Task.start(() -> Tls.startServer(far.right(), serverOptions));
        client = Tls.startClient(near.left(), "localhost", clientOptions);
        server = starting.await(IOException.class);
    }

    static Tampering between(TlsOptions server, TlsOptions client) throws IOException {
        return new Tampering(server, client);
    }

    private static void pass(ByteStream from, ByteStream to) throws IOException {
        try {
            for (ByteBuffer chunk = from.readChunk(); chunk != null; chunk = from.readChunk()) {
                to.write(chunk);
            }
        } catch (StreamClosedException e) {
            // the test is over
        }
    }

    ByteStream client() {
        return client;
    }

    /// Has the server write, and changes the last byte of that on its way.
    void writeAndChange(String text) throws IOException {
        back.cancel();
        OnLoop.until(back::done);
        server.write(text);
        byte[] records = far.left().readSome(1 << 16);
        records[records.length - 1] ^= 1;
        near.right().write(records);
        near.right().shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
