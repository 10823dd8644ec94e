package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Task;

/// Who waits for an event, and who goes on.
final class EventTest {
    private final Event event = new Event();
    private final ArrayList<String> trail = new ArrayList<>();

    private Task<?> waiter(String name) {
        return task(() -> {
            event.await();
            trail.add(name);
        });
    }

    @Test
    void setWakesAllWhoWaitInTheOrderInWhichTheyCame() {
        run(() -> {
            assertThat(event.isSet()).isFalse();
            var first = waiter("1");
            var second = waiter("2");
            turn();
            var third = waiter("3");
            assertThat(trail).isEmpty();

            event.set();
            turn();

            assertThat(trail).as("the third had not begun to wait").containsExactly("3", "1", "2");
            assertThat(first.done() && second.done() && third.done()).isTrue();
        });
    }

    @Test
    void awaitOfASetEventReturnsWithoutATurnForOthers() {
        run(() -> {
            task(() -> trail.add("other"));
            event.set();

            event.await();
            trail.add("waited");
            turn();

            assertThat(trail).containsExactly("waited", "other");
        });
    }

    @Test
    void clearTakesTheFlagBack() {
        event.set();
        assertThat(event.isSet()).isTrue();

        event.clear();

        assertThat(event.isSet()).isFalse();
    }

    @Test
    void clearRightAfterSetDoesNotTakeTheWakingBack() {
        run(() -> {
            var waiter = waiter("1");
            turn();

            event.set();
            event.clear();
            assertThat(event.isSet()).isFalse();
            event.set();
            event.set();
            assertThat(event).hasToString("Event[set, waiters 1]");
            turn();

            assertThat(trail).containsExactly("1");
            assertThat(event).hasToString("Event[set]");
            assertThat(waiter.done()).isTrue();
        });
    }

    @Test
    void whoComesAfterAClearWaits() {
        run(() -> {
            var early = waiter("early");
            turn();
            event.set();
            event.clear();

            var late = waiter("late");
            turn();
            turn();

            assertThat(early.done()).isTrue();
            assertThat(late.done()).isFalse();
            event.set();
            late.await();
        });
    }

    @Test
    void cancelledWaiterLeavesTheLineAndTheOthersStay() {
        run(() -> {
            var first = waiter("1");
            var second = waiter("2");
            EventLoop.current().callSoon(first::cancel);

            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);

            assertThat(event).hasToString("Event[unset, waiters 1]");
            event.set();
            second.await();
            assertThat(trail).containsExactly("2");
        });
    }

    @Test
    void waiterCancelledInTheStepThatWakesItIsCancelled() {
        run(() -> {
            var waiter = waiter("1");
            turn();

            event.set();
            waiter.cancel();

            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);
            assertThat(event).hasToString("Event[set]");
            assertThat(trail).isEmpty();
        });
    }

    @Test
    void setSkipsAWaiterThatIsCancelledAlready() {
        run(() -> {
            var first = waiter("1");
            var second = waiter("2");
            turn();

            first.cancel();
            event.set();
            second.await();

            assertThat(first.cancelled()).isTrue();
            assertThat(trail).containsExactly("2");
        });
    }

    @Test
    void callbackMaySetIt() {
        run(() -> {
            EventLoop.current().callSoon(event::set);

            event.await();

            assertThat(event.isSet()).isTrue();
        });
    }

    @Test
    void showsItsStateAndHowManyWait() {
        run(() -> {
            assertThat(event).hasToString("Event[unset]");
            waiter("1");
            turn();
            assertThat(event).hasToString("Event[unset, waiters 1]");

            event.set();
            turn();

            assertThat(event).hasToString("Event[set]");
        });
    }
}
