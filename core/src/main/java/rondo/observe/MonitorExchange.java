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
    private long start = SystemClock.instance().nanos();

    MonitorExchange(SocketChannel client) {
        this.client = client;
    }

    void run(UnaryOperator<String> reply) throws IOException {
        client.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey key = client.register(selector, SelectionKey.OP_READ);
            ByteBuffer bytes = ByteBuffer.wrap(reply.apply(read(selector)).getBytes(StandardCharsets.UTF_8));
            start = SystemClock.instance().nanos(); // many tasks take long to describe: that is not the client's fault
            key.interestOps(SelectionKey.OP_WRITE);
            while (bytes.hasRemaining()) {
                if (client.write(bytes) == 0) {
                    await(selector);
                }
            }
        }
    }

    private String read(Selector selector) throws IOException {
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
            await(selector);
        }
    }

    private void await(Selector selector) throws IOException {
        long left = DEADLINE_NANOS - (SystemClock.instance().nanos() - start);
        if (left <= 0 || selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left))) == 0) {
            throw new IOException("the other side has not gone on for too long");
        }
        selector.selectedKeys().clear();
    }
}
