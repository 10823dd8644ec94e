package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.tick;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;

/// When do done callbacks run, in which order, and how are they taken back?
final class DoneCallbackTest {
    private final List<Integer> bag = new ArrayList<>();
    private final Consumer<Future<String>> one = new Filler(bag, 1);
    private final Consumer<Future<String>> two = new Filler(bag, 2);
    private final Consumer<Future<String>> three = new Filler(bag, 3);

    /// Puts a thing in the bag.
    private record Filler(List<Integer> bag, int thing) implements Consumer<Future<String>> {
        @Override
        public void accept(Future<String> future) {
            bag.add(thing);
        }
    }

    private Future<String> withThreeCallbacks(EventLoop loop) {
        var future = new Future<String>(loop);
        future.addDoneCallback(one);
        future.addDoneCallback(two);
        future.addDoneCallback(three);
        return future;
    }

    private void finish(Future<String> future) {
        assertThat(bag).isEmpty();
        future.setResult("foo");
        assertThat(bag).as("never inline").isEmpty();
        tick(future.loop());
        assertThat(future.result()).isEqualTo("foo");
    }

    @Test
    void firstCanBeRemovedAndAgainWithoutHarm() throws Exception {
        onLoop(loop -> {
            var future = withThreeCallbacks(loop);

            future.removeDoneCallback(one);
            future.removeDoneCallback(one);

            finish(future);
            assertThat(bag).containsExactly(2, 3);
        });
    }

    @Test
    void firstTwoCanBeRemoved() throws Exception {
        onLoop(loop -> {
            var future = withThreeCallbacks(loop);

            future.removeDoneCallback(one);
            future.removeDoneCallback(two);
            future.removeDoneCallback(one);

            finish(future);
            assertThat(bag).containsExactly(3);
        });
    }

    @Test
    void lastCanBeRemoved() throws Exception {
        onLoop(loop -> {
            var future = withThreeCallbacks(loop);

            future.removeDoneCallback(three);
            future.removeDoneCallback(three);

            finish(future);
            assertThat(bag).containsExactly(1, 2);
        });
    }

    @Test
    void runInOrderOfRegistrationOnAResult() throws Exception {
        onLoop(loop -> {
            var future = withThreeCallbacks(loop);

            finish(future);

            assertThat(bag).containsExactly(1, 2, 3);
        });
    }

    @Test
    void runOnAnException() throws Exception {
        onLoop(loop -> {
            var future = withThreeCallbacks(loop);
            var error = new IllegalArgumentException("spam");

            future.setException(error);
            assertThat(bag).isEmpty();
            tick(loop);

            assertThat(bag).containsExactly(1, 2, 3);
            assertThat(future.exception()).isSameAs(error);
        });
    }

    @Test
    void runOnACancel() throws Exception {
        onLoop(loop -> {
            var future = withThreeCallbacks(loop);

            future.cancel();
            assertThat(bag).isEmpty();
            tick(loop);

            assertThat(bag).containsExactly(1, 2, 3);
        });
    }

    @Test
    void addedToADoneFutureRunInTheNextTick() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);
            future.addDoneCallback(one);
            future.setResult("foo");
            loop.callSoon(() -> future.addDoneCallback(three));

            tick(loop);
            assertThat(bag).containsExactly(1);

            tick(loop);
            assertThat(bag).containsExactly(1, 3);
        });
    }

    @Test
    void removeCountsEveryEqualEntry() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);
            future.addDoneCallback(one);
            future.addDoneCallback(two);
            assertThat(future.removeDoneCallback(two)).isEqualTo(1);
            assertThat(future.removeDoneCallback(three)).isZero();
            future.addDoneCallback(two);
            for (int i = 0; i < 5; i++) {
                future.addDoneCallback(one);
            }

            assertThat(future.removeDoneCallback(one)).isEqualTo(6);

            finish(future);
            assertThat(bag).containsExactly(2);
        });
    }

    @Test
    void alreadyQueuedIsNotTakenBack() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);
            future.addDoneCallback(done -> done.removeDoneCallback(two));
            future.addDoneCallback(two);
            future.addDoneCallback(two);

            finish(future);

            assertThat(bag).containsExactly(2, 2);
        });
    }

    /// A callback whose `equals` interferes with the list in which it stands.
    private static final class Meddler implements Consumer<Future<String>> {
        private final Runnable deed;
        private int comparisons;

        Meddler(Runnable deed) {
            this.deed = deed;
        }

        @Override
        public boolean equals(Object other) {
            if (comparisons++ < 100) {
                deed.run();
            }
            return false;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public void accept(Future<String> future) {}
    }

    /// A future with a meddler among its callbacks, which are then searched for another one.
    private int removeFromMeddled(Future<String> future, Runnable deed) {
        future.addDoneCallback(one);
        future.addDoneCallback(new Meddler(deed));
        future.addDoneCallback(two);
        return future.removeDoneCallback(new Meddler(deed));
    }

    @Test
    void removeSurvivesAnEqualsThatRemovesOthers() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);

            assertThat(removeFromMeddled(future, () -> future.removeDoneCallback(two)))
                    .isZero();

            finish(future);
            assertThat(bag).containsExactly(1);
        });
    }

    @Test
    void removeSurvivesAnEqualsThatEmptiesTheList() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);

            int removed = removeFromMeddled(future, () -> {
                future.removeDoneCallback(one);
                future.removeDoneCallback(two);
            });

            assertThat(removed).isZero();
            finish(future);
            assertThat(bag).isEmpty();
        });
    }

    @Test
    void removeSurvivesAnEqualsThatAddsMore() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);

            assertThat(removeFromMeddled(future, () -> future.addDoneCallback(three)))
                    .isZero();

            finish(future);
            assertThat(bag).startsWith(1, 2, 3);
        });
    }
}
