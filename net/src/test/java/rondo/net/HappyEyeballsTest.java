package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.io.StreamOptions;
import rondo.io.Transport;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.time.VirtualClock;

/// When which address is tried, in virtual time (RFC 8305, section 5).
@Timeout(20)
final class HappyEyeballsTest {
    private final List<String> trail = new ArrayList<>();
    private final List<ByteStream> others = new ArrayList<>(); // the far ends of what connected, in that order
    private @Nullable Throwable outcome;

    /// What becomes of an attempt, and when.
    private record Answer(Duration after, boolean connects) {}

    private static Answer connectsAfter(int millis) {
        return new Answer(Duration.ofMillis(millis), true);
    }

    private static Answer failsAfter(int millis) {
        return new Answer(Duration.ofMillis(millis), false);
    }

    /// Sockets that answer as told.
    private final class ScriptedSockets implements Sockets {
        private final Map<String, Answer> answers;

        ScriptedSockets(Map<String, Answer> answers) {
            this.answers = answers;
        }

        @Override
        public Transport connect(InetSocketAddress to, @Nullable InetSocketAddress from) throws IOException {
            String name = to.getHostString();
            Answer answer = answers.getOrDefault(name, connectsAfter(0));
            note(name + " begins");
            try {
                Sleep.sleep(answer.after());
            } catch (CancelledError e) {
                note(name + " is cancelled");
                throw e;
            }
            note(name + (answer.connects() ? " connects" : " fails"));
            if (!answer.connects()) {
                throw new ConnectException(name + " refused");
            }
            Pipe pipe = Pipe.open();
            others.add(pipe.right());
            return pipe.left().detach();
        }

        @Override
        public ListeningSocket listen(SocketAddress address, ServerOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DatagramTransport datagrams(@Nullable InetSocketAddress from, @Nullable InetSocketAddress to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<InetAddress> resolve(String host) {
            throw new UnsupportedOperationException();
        }
    }

    private void note(String what) {
        trail.add(EventLoop.current().clock().nanos() / 1_000_000 + " " + what);
    }

    /// Connects to three addresses, a, b and c.
    private void connect(int delayMillis, Map<String, Answer> answers) {
        List<InetSocketAddress> addresses = List.of("a", "b", "c").stream()
                .map(name -> InetSocketAddress.createUnresolved(name, 1))
                .toList();
        var racing = new HappyEyeballs(new ScriptedSockets(answers), addresses, null, Duration.ofMillis(delayMillis));
        try (var runner = new Runner(LoopOptions.defaults().withClock(new VirtualClock()))) {
            runner.run(() -> {
                try {
                    new ByteStream(racing.connect(), StreamOptions.defaults()).close();
                } catch (IOException e) {
                    outcome = e;
                }
                note("done");
                for (ByteStream other : others.subList(Math.min(1, others.size()), others.size())) {
                    assertThatIOException().isThrownBy(other::readAll).withMessageContaining("reset");
                }
            });
        }
    }

    @Test
    void nextAddressIsTriedBesideTheLastAfterTheDelay() {
        connect(250, Map.of("a", connectsAfter(1000), "b", failsAfter(1000), "c", connectsAfter(10)));

        assertThat(trail)
                .containsExactly(
                        "0 a begins",
                        "250 b begins",
                        "500 c begins",
                        "510 c connects",
                        "510 a is cancelled",
                        "510 b is cancelled",
                        "510 done");
    }

    @Test
    void delayIsSettable() {
        connect(40, Map.of("a", connectsAfter(100), "b", connectsAfter(100), "c", connectsAfter(100)));

        assertThat(trail)
                .containsExactly(
                        "0 a begins",
                        "40 b begins",
                        "80 c begins",
                        "100 a connects",
                        "100 b is cancelled",
                        "100 c is cancelled",
                        "100 done");
    }

    @Test
    void failureBeginsTheNextAtOnce() {
        connect(250, Map.of("a", failsAfter(20), "b", failsAfter(30), "c", connectsAfter(400)));

        assertThat(trail)
                .containsExactly(
                        "0 a begins",
                        "20 a fails",
                        "20 b begins",
                        "50 b fails",
                        "50 c begins",
                        "450 c connects",
                        "450 done");
    }

    @Test
    void delayOfZeroTriesAllAtOnce() {
        connect(0, Map.of("a", connectsAfter(300), "b", connectsAfter(200), "c", connectsAfter(100)));

        assertThat(trail)
                .containsExactly(
                        "0 a begins",
                        "0 b begins",
                        "0 c begins",
                        "100 c connects",
                        "100 a is cancelled",
                        "100 b is cancelled",
                        "100 done");
    }

    @Test
    void ofTwoThatConnectAtOneMomentTheOtherIsReset() {
        connect(100, Map.of("a", connectsAfter(150), "b", connectsAfter(50)));

        assertThat(trail).startsWith("0 a begins", "100 b begins").contains("150 a connects", "150 b connects");
        assertThat(others).hasSize(2); // and the second was aborted: see connect
    }

    @Test
    void allFailuresAreToldTheFirstFirst() {
        connect(250, Map.of("a", failsAfter(300), "b", failsAfter(10), "c", failsAfter(10)));

        Throwable first = Objects.requireNonNull(outcome);
        assertThat(first).hasMessage("b refused"); // at 260, before a
        assertThat(first.getSuppressed()).extracting(Throwable::getMessage).containsExactly("c refused", "a refused");
    }
}
