package rondo.net;

import static rondo.net.OnLoop.task;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.io.StreamClosedException;
import rondo.task.Task;

/// A TLS connection with somebody in the middle who passes everything on, until told to change what one side writes.
final class Tampering implements AutoCloseable {
    private final Pipe near = Pipe.open();
    private final Pipe far = Pipe.open();
    private final ByteStream client;
    private final ByteStream server;
    private final Task<?> there;
    private final Task<?> back;

    private Tampering(TlsOptions serverOptions, TlsOptions clientOptions) throws IOException {
        there = task(() -> pass(near.right(), far.left()));
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

    ByteStream server() {
        return server;
    }

    /// Has the client write one record, and the other side gets something else for it, and then the end.
    void changeFromClient(String text, UnaryOperator<byte[]> change) throws IOException {
        write(client, there, text, near.right(), far.left(), change);
    }

    /// Has the server write one record, likewise.
    void changeFromServer(String text, UnaryOperator<byte[]> change) throws IOException {
        write(server, back, text, far.left(), near.right(), change);
    }

    private static void write(
            ByteStream writer,
            Task<?> passing,
            String text,
            ByteStream from,
            ByteStream to,
            UnaryOperator<byte[]> change)
            throws IOException {
        passing.cancel();
        OnLoop.until(passing::done);
        writer.write(text);
        to.write(change.apply(from.readSome(1 << 16)));
        to.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
