package rondo.cli.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

/// How often a process is asked for clients that look on, and what they get.
final class LooksTest {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final AtomicLong nanos = new AtomicLong(7);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private UnaryOperator<String> refusals = any -> "";
    private Duration answerTakes = Duration.ZERO;

    private final Looks looks = new Looks(this::reply, EVERY, nanos::get);

    private Source.Reply reply(String request) {
        asked.add(request);
        nanos.addAndGet(answerTakes.toNanos());
        String refusal = refusals.apply(request);
        return refusal.isEmpty()
                ? new Source.Reply("{\"request\":" + asked.size() + "}", "")
                : new Source.Reply("", refusal);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Map<String, Object> json(Looks.Look look) {
        return JSON.std.mapFrom(look.body());
    }

    @Test
    void processIsAskedOnceForAllClients() throws InterruptedException {
        List<Looks.Look> seen = new ArrayList<>();
        for (int client = 0; client < 100; client++) {
            seen.add(looks.latest());
        }

        assertThat(asked).containsExactly("snapshot 0", "ticks 300");
        assertThat(seen).extracting(Looks.Look::number).containsOnly(1L);
        assertThat(json(seen.getFirst()))
                .containsEntry("look", 1)
                .containsEntry("every", 500)
                .containsEntry("refusal", "")
                .containsEntry("snapshot", Map.of("request", 1))
                .containsEntry("ticks", Map.of("request", 2));
    }

    @Test
    void clientsAtTheSameTimeShareOneLook() throws InterruptedException {
        var begin = new CountDownLatch(1);
        List<Long> numbers = new CopyOnWriteArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(Thread.ofPlatform().start(() -> {
                try {
                    begin.await();
                    numbers.add(looks.latest().number());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }

        begin.countDown();
        for (Thread client : clients) {
            client.join();
        }

        assertThat(numbers).hasSize(20).containsOnly(1L);
        assertThat(asked).hasSize(2);
    }

    @Test
    void nobodyAsksWhileNobodyLooks() throws InterruptedException {
        looks.latest();
        pass(Duration.ofHours(1));

        assertThat(asked).hasSize(2);
        assertThat(looks.latest().number()).isEqualTo(2);
        assertThat(asked).hasSize(4);
    }

    @Test
    void processThatTakesLongToAnswerIsLeftAloneForFourTimesAsLong() throws InterruptedException {
        answerTakes = Duration.ofSeconds(1); // and there are two answers a look
        looks.latest();

        pass(Duration.ofMillis(7_999));
        assertThat(looks.latest().number()).isEqualTo(1);
        pass(Duration.ofMillis(1));
        assertThat(looks.latest().number()).isEqualTo(2);
    }

    @Test
    void lastPictureStaysWithTheReasonWhyThereIsNoNewerOne() throws InterruptedException {
        looks.latest();
        refusals = any -> "there is no process 7";
        pass(EVERY);
        Looks.Look ended = looks.latest();
        pass(EVERY);

        assertThat(json(ended))
                .containsEntry("refusal", "there is no process 7")
                .containsEntry("snapshot", Map.of("request", 1))
                .containsEntry("ticks", null);
        assertThat(looks.latest()).isSameAs(ended);
    }

    @Test
    void processThatKnowsNoTicksIsShownWithoutThem() throws InterruptedException {
        refusals = request -> request.startsWith("ticks") ? "this process knows no request 'ticks'" : "";

        assertThat(json(looks.latest()))
                .containsEntry("refusal", "")
                .containsEntry("snapshot", Map.of("request", 1))
                .containsEntry("ticks", null);
    }

    @Test
    void clientIsTakenInWhileTheProcessIsBeingAsked() throws InterruptedException {
        var stuck = new CountDownLatch(1);
        var reached = new CountDownLatch(1);
        refusals = any -> {
            reached.countDown();
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        };
        Thread first = Thread.ofPlatform().start(() -> {
            try {
                looks.latest();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reached.await();

        Looks.Look meanwhile = looks.latest();
        stuck.countDown();
        first.join();

        assertThat(json(meanwhile))
                .containsEntry("refusal", "the process has not been asked yet")
                .containsEntry("snapshot", null);
    }
}
