package rondo.observe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import rondo.time.SystemClock;

/// One request, a line, and its reply, all that follows until the end. The client has a deadline for each, and
/// a size for the request.
final class MonitorExchange {
    private static final int LONGEST_REQUEST = 1_024;
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SocketChannel client;
    private final Selector selector;
    private long start = SystemClock.instance().nanos();

    /// @param selector to wait with; no channel is registered with it, before or after: a process that has run out of
    ///     descriptors could not open one
    MonitorExchange(SocketChannel client, Selector selector) {
        this.client = client;
        this.selector = selector;
    }

    void run(UnaryOperator<String> reply) throws IOException {
        client.configureBlocking(false);
        SelectionKey key = client.register(selector, SelectionKey.OP_READ);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(reply.apply(read()).getBytes(StandardCharsets.UTF_8));
            start = SystemClock.instance().nanos(); // many tasks take long to describe: that is not the client's fault
            key.interestOps(SelectionKey.OP_WRITE);
            while (bytes.hasRemaining()) {
                if (client.write(bytes) == 0) {
                    await();
                }
            }
        } finally {
            key.cancel();
            selector.selectNow(); // lets go of the channel, whose close would have to wait for that
        }
    }

    private String read() throws IOException {
        var line = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_REQUEST);
        while (true) {
            int n = client.read(bytes);
            for (int i = 0; i < bytes.position(); i++) {
                if (bytes.get(i) == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(bytes.get(i));
            }
            bytes.clear();
            if (n < 0 || line.size() > LONGEST_REQUEST) {
                throw new IOException("the request is no line of at most " + LONGEST_REQUEST + " bytes");
            }
            await();
        }
    }

    private void await() throws IOException {
        long left = DEADLINE_NANOS - (SystemClock.instance().nanos() - start);
        if (left <= 0 || selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left))) == 0) {
            throw new IOException("the other side has not gone on for too long");
        }
        selector.selectedKeys().clear();
    }
}
