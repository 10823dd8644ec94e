// A TCP proxy that makes a network worse, to see what a program does then: it delays, throttles and cuts.
//   ./rondo run examples/Proxy.java 8000 HOST PORT [delay=MS] [rate=BYTES_PER_SECOND] [cut=AFTER_BYTES]
// Without arguments it stands before an echo server of its own, and shows each of the three.
import static java.lang.Integer.parseInt;
import static rondo.Rondo.*;

import java.io.IOException;
import java.time.Duration;
import rondo.io.ByteStream;
import rondo.net.Server;
import rondo.net.Tcp;

Server proxy(int port, String host, int target, List<String> faults) throws IOException {
    return Tcp.serve(port, client -> {
        try (var server = Tcp.connect(host, target)) {
            gather(() -> relay(client, server, faults), () -> relay(server, client, faults)); // or neither
        }
    });
}

void relay(ByteStream from, ByteStream to, List<String> faults) throws IOException {
    var delay = Duration.ofMillis(number(faults, "delay=", 0));
    long nanosPerByte = 1_000_000_000L / number(faults, "rate=", 1_000_000_000L);
    long left = number(faults, "cut=", Long.MAX_VALUE);
    for (var bytes = from.readSome(4096); bytes.length > 0; bytes = from.readSome(4096)) {
        sleep(delay.plusNanos(bytes.length * nanosPerByte)); // meanwhile it reads no more, so the sender has to wait
        left -= bytes.length;
        if (left < 0) List.of(from, to).forEach(ByteStream::abort); // both sides see a reset
        to.write(bytes);
    }
    to.shutdownOutput();
}

long number(List<String> words, String name, long otherwise) {
    for (String word : words) if (word.startsWith(name)) return Long.parseLong(word.substring(name.length()));
    return otherwise;
}

/// Sends 3,000 bytes through a proxy to a server that sends them back.
void show(int echo, String fault) throws IOException {
    long start = System.nanoTime();
    try (var proxy = proxy(0, "127.0.0.1", echo, List.of(fault)); var client = Tcp.connect("127.0.0.1", proxy.port())) {
        client.write(new byte[3000]);
        client.readExactly(3000);
        IO.println(fault + (System.nanoTime() - start > 90_000_000 ? ": it took its time" : ": it was quick"));
    } catch (IOException e) {
        IO.println(fault + ": it was cut");
    }
}

void main(String[] arguments) {
    run(() -> {
        if (arguments.length >= 3) {
            proxy(parseInt(arguments[0]), arguments[1], parseInt(arguments[2]), List.of(arguments)).serveForever();
        }
        try (var echo = Tcp.serve(0, stream -> stream.inputStream().transferTo(stream.outputStream()))) {
            for (String fault : List.of("delay=50", "rate=30000", "cut=2000")) show(echo.port(), fault);
        }
    });
}
