package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;
import static rondo.group.InVirtualTime.turn;
import static rondo.group.InVirtualTime.turns;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.InvalidStateException;
import rondo.task.Task;

/// What does `gatherOutcomes` make of values, errors and cancellations?
final class GatherOutcomesTest {
    @Test
    void givesValuesErrorsAndCancellationsInArgumentOrder() {
        InVirtualTime.run(() -> {
            var a = new Future<Integer>();
            var b = new Future<Integer>();
            var c = new Future<Integer>();
            var broken = new ArithmeticException();
            var gathering = Task.start(() -> Gather.gatherOutcomes(a, b, c));
            turn();

            b.setException(broken);
            c.cancel("no more");
            turns(5);
            assertThat(gathering.done()).isFalse();
            a.setResult(3);

            var outcomes = gathering.await();
            assertThat(outcomes.get(0)).isEqualTo(new Outcome.Value<>(3));
            assertThat(outcomes.get(1)).isEqualTo(new Outcome.Failure<>(broken));
            assertThat(outcomes.get(2))
                    .isInstanceOfSatisfying(
                            Outcome.Cancelled.class,
                            cancelled -> assertThat(cancelled.error().cancelMessage())
                                    .isEqualTo("no more"));
        });
    }

    @Test
    void givesTheValuesWhenAllSucceed() {
        InVirtualTime.run(() -> assertThat(
                        Gather.gatherOutcomes(List.of(InVirtualTime.after(2, "a"), InVirtualTime.after(1, "b"))))
                .extracting(Outcome::result)
                .containsExactly("a", "b"));
    }

    @Test
    void waitsForAllAfterACancelAndThenThrowsIt() {
        InVirtualTime.run(() -> {
            int[] rounds = {0};
            var polling = task(() -> {
                while (true) {
                    Gather.gatherOutcomes(() -> sleepMillis(50));
                    rounds[0]++;
                }
            });
            sleepMillis(220);

            polling.cancel("my message");

            assertThatThrownBy(polling::await)
                    .isInstanceOfSatisfying(
                            CancelledError.class,
                            e -> assertThat(e.cancelMessage()).isEqualTo("my message"));
            assertThat(rounds[0]).isEqualTo(4);
        });
    }

    @Test
    void outcomeThrowsWhatItHolds() {
        InVirtualTime.run(() -> {
            var broken = new IOException("broken");

            List<Outcome<@Nullable Void>> outcomes = Gather.gatherOutcomes(
                    () -> {
                        throw broken;
                    },
                    () -> {
                        throw new CancelledError();
                    });

            assertThatThrownBy(() -> outcomes.getFirst().result()).isSameAs(broken);
            assertThatThrownBy(() -> outcomes.getLast().result()).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void thereIsNoOutcomeOfAFutureThatIsNotDone() {
        InVirtualTime.run(() ->
                assertThatThrownBy(() -> Outcome.of(new Future<String>())).isInstanceOf(InvalidStateException.class));
    }
}
