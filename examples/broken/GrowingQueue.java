// Broken: a hundred lines a tick are parsed in pieces, and none comes to its end. Each tick has more to run than the last.
// The cure is to have whoever queues work wait for it, as put does at a queue with a bound.

import static rondo.Rondo.*;

import java.time.Duration;
import rondo.loop.EventLoop;

void parse(EventLoop loop) {
    loop.callSoon(() -> parse(loop)); // the rest of the line
}

void main() {
    run(() -> {
        while (true) {
            for (int line = 0; line < 100; line++) {
                parse(EventLoop.current());
            }
            sleep(Duration.ZERO);
        }
    });
}
