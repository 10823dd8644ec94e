package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.group.InVirtualTime.turns;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rondo.task.CancelledError;
import rondo.task.Future;

/// When does the future under a gather end, and which cancels does it accept?
final class GatheringTest {
    @ParameterizedTest
    @EnumSource
    void isDoneAtOnceWhenItsChildrenAre(Gather mode) {
        InVirtualTime.run(() -> {
            var child = new Future<Integer>();
            child.setResult(42);

            var gathering = Gathering.values(mode, List.of(child, child));

            assertThat(gathering.done()).isTrue();
            assertThat(gathering.result()).containsExactly(42, 42);
        });
    }

    @ParameterizedTest
    @EnumSource
    void refusesACancelOnceAllItsChildrenAreDone(Gather mode) {
        InVirtualTime.run(() -> {
            var child = new Future<Integer>();
            var gathering = Gathering.values(mode, List.of(child));

            child.setResult(42);

            assertThat(gathering.done()).isFalse();
            assertThat(gathering.cancel()).isFalse();
            assertThat(gathering.await()).containsExactly(42);
            assertThat(gathering.cancel()).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource
    void isNeverCancelledItself(Gather mode) {
        InVirtualTime.run(() -> {
            var child = new Future<Integer>();
            var gathering = Gathering.values(mode, List.of(child));

            assertThat(gathering.cancel("enough")).isTrue();
            assertThat(gathering.done()).isFalse();
            turns(2);

            assertThat(gathering.cancelled()).isFalse();
            assertThat(gathering.exception())
                    .isInstanceOfSatisfying(
                            CancelledError.class,
                            e -> assertThat(e.cancelMessage()).isEqualTo("enough"));
        });
    }

    @Test
    void withErrorsAsValuesEndsCancelledEvenIfItsLastChildFailed() {
        InVirtualTime.run(() -> {
            var cancelled = new Future<Integer>();
            var failed = new Future<Integer>();
            var gathering = Gathering.outcomes(List.of(cancelled, failed));
            failed.setException(new IOException("broken"));

            gathering.cancel();
            turns(2);

            assertThat(gathering.exception()).isInstanceOf(CancelledError.class);
        });
    }
}
