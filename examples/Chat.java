// A chat over TCP: ./rondo run examples/Chat.java 7000, and then nc 127.0.0.1 7000; the first line is your name.
// Without a port three guests of its own talk, one of whom never reads: he is dropped, and holds up nobody.
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static rondo.Rondo.*;

import java.io.IOException;
import rondo.io.ByteStream;
import rondo.net.Tcp;
import rondo.sync.Queue;
import rondo.sync.QueueFullException;

record Guest(String name, ByteStream stream, Queue<String> lines) {}

final List<Guest> guests = new ArrayList<>();

void tellAll(String line) {
    for (Guest guest : List.copyOf(guests)) {
        try {
            guest.lines().putNowait(line);
        } catch (QueueFullException e) { // the policy: who is 100 lines behind has to leave
            guests.remove(guest);
            guest.stream().abort();
            tellAll("* " + guest.name() + " was too slow");
        }
    }
}

void serve(ByteStream stream) throws IOException {
    stream.option(SO_SNDBUF, 16 << 10); // so that the system does not keep much for a guest who does not read
    var guest = new Guest(stream.readLine(), stream, new Queue<>(100));
    guests.add(guest);
    var writing = createTask(() -> {
        while (true) stream.write(guest.lines().get() + "\n"); // suspends while the guest does not read
    });
    try {
        for (String said; (said = stream.readLine()) != null; ) tellAll(guest.name() + ": " + said);
    } finally {
        writing.cancel();
        guests.remove(guest);
    }
}

/// Talks until somebody was dropped, and hears every line again before saying the next.
void talk(int port) throws IOException {
    try (var slow = Tcp.connect("127.0.0.1", port); var ann = Tcp.connect("127.0.0.1", port)) {
        slow.write("slow\n");
        ann.write("ann\n");
        for (String heard = "ann"; heard.startsWith("ann"); heard = ann.readLine()) ann.write("x".repeat(1000) + "\n");
        IO.println("slow was dropped; still there: " + guests.stream().map(Guest::name).toList());
    }
}

void main(String[] arguments) {
    run(() -> {
        try (var server = Tcp.serve(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]), this::serve)) {
            if (arguments.length == 0) talk(server.port());
            else server.serveForever();
        }
    });
}
