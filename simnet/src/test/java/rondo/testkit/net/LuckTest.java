package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import rondo.Rondo;

/// Each kind of fault has luck of its own.
final class LuckTest {
    private static final int SENT = 100;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Faults JITTERY = Faults.none().withLatency(Duration.ofMillis(1), Duration.ofMillis(500));

    /// When each datagram came first, in ms of virtual time, by its number.
    private static Map<Byte, Long> arrivals(Faults faults) {
        var arrivals = new TreeMap<Byte, Long>();
        Scene.play(faults, scene -> {
            try (var from = scene.client().network().bind("client", 0);
                    var to = scene.server().network().bind("server", 53)) {
                for (byte i = 0; i < SENT; i++) {
                    from.send(ByteBuffer.wrap(new byte[] {i}), to.localAddress());
                }
                while (true) {
                    byte number =
                            Rondo.timeout(SECOND.multipliedBy(10), to::receive).bytes()[0];
                    arrivals.putIfAbsent(number, scene.millis());
                }
            } catch (TimeoutException e) {
                // no more come
            }
        });
        return arrivals;
    }

    @Test
    void lostDatagramsDoNotMoveTheLatencyOfTheOthers() {
        Map<Byte, Long> calm = arrivals(JITTERY);
        Map<Byte, Long> lossy = arrivals(JITTERY.withDelivery(0.3, 0, 0));

        assertThat(calm).hasSize(SENT);
        assertThat(lossy).hasSizeBetween(SENT / 2, SENT - 10);
        assertThat(calm).containsAllEntriesOf(lossy);
    }

    @Test
    void copiesDoNotMoveTheLatencyOfTheFirst() {
        Map<Byte, Long> calm = arrivals(JITTERY);
        Map<Byte, Long> doubled = arrivals(JITTERY.withDelivery(0, 0.5, 0));

        assertThat(doubled).hasSize(SENT);
        assertThat(doubled).allSatisfy((number, millis) -> assertThat(millis).isLessThanOrEqualTo(calm.get(number)));
        assertThat(doubled.entrySet().stream().filter(calm.entrySet()::contains))
                .hasSizeGreaterThan(SENT / 2);
    }

    @Test
    void sameOnesAreLostWhateverElseGoesWrong() {
        assertThat(arrivals(JITTERY.withDelivery(0.3, 0.5, 0.5)).keySet())
                .isEqualTo(arrivals(JITTERY.withDelivery(0.3, 0, 0)).keySet());
    }
}
