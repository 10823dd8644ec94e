package rondo.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import rondo.Rondo;
import rondo.io.ByteStream;

/// An echo server, for a process of its own. With the argument `greedy` a thread of it takes the first two descriptors
/// that come free once there are none.
final class EchoProgram {
    private EchoProgram() {}

    /// Runs it.
    public static void main(String[] arguments) {
        if (List.of(arguments).contains("greedy")) {
            Thread.ofPlatform().daemon().start(EchoProgram::takeTwoWhenScarce);
        }
        Rondo.run(() -> {
            try (var server = Tcp.serve(0, EchoProgram::echo)) {
                System.out.println("PORT " + server.port());
                server.serveForever();
            }
        });
    }

    private static void takeTwoWhenScarce() {
        var taken = new ArrayList<SocketChannel>();
        boolean scarce = false;
        while (taken.size() < 2) {
            try {
                SocketChannel channel = SocketChannel.open();
                if (scarce) {
                    taken.add(channel);
                } else {
                    channel.close();
                }
            } catch (IOException e) {
                scarce = true;
            }
        }
        LockSupport.park(taken); // holds them
    }

    static void echo(ByteStream stream) throws IOException {
        for (ByteBuffer chunk = stream.readChunk(); chunk != null; chunk = stream.readChunk()) {
            stream.write(chunk);
        }
    }
}
