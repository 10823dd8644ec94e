package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.io.OnLoop.task;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import rondo.task.CancelledError;
import rondo.task.Sleep;
import rondo.task.Task;

/// Reading a `Flow.Publisher` in a task.
final class FlowReaderTest {
    /// Publishes by hand, on the caller's thread, and remembers what it was asked.
    private static final class ByHand implements Flow.Publisher<String> {
        final List<String> asked = new ArrayList<>();
        Flow.Subscriber<? super String> subscriber = new FlowReaderTest.Nobody();

        @Override
        public void subscribe(Flow.Subscriber<? super String> to) {
            subscriber = to;
            to.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    asked.add("request " + n);
                }

                @Override
                public void cancel() {
                    asked.add("cancel");
                }
            });
        }
    }

    private static final class Nobody implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(String item) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void itemsOfAnotherThreadAreReadInOrder() {
        OnLoop.run(() -> {
            var read = new ArrayList<Integer>();
            var publisher = new SubmissionPublisher<Integer>();
            try (var reader = FlowReader.of(publisher)) {
                Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        publisher.submit(i);
                    }
                    publisher.close();
                });
                reader.forEachRemaining(read::add);
            }

            assertThat(read).hasSize(1_000).isSorted().startsWith(0, 1).endsWith(999);
        });
    }

    @Test
    void itemIsAskedForOnlyWhenItIsWanted() {
        var publisher = new ByHand();

        OnLoop.run(() -> {
            try (var reader = FlowReader.of(publisher)) {
                Sleep.sleep(Duration.ofMillis(1));
                assertThat(publisher.asked).isEmpty();

                task(() -> {
                    Sleep.sleep(Duration.ZERO);
                    publisher.subscriber.onNext("a");
                });
                assertThat(reader.next()).isEqualTo("a");
            }
        });

        assertThat(publisher.asked).containsExactly("request 1", "cancel");
    }

    @Test
    void errorOfThePublisherIsThrownAsItIs() {
        var publisher = new ByHand();
        var failure = new IOException("net");

        OnLoop.run(() -> {
            var reader = FlowReader.of(publisher);
            task(() -> publisher.subscriber.onError(failure));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(reader::hasNext)
                    .isSameAs(failure);
            assertThat(reader.hasNext()).isFalse();
        });
    }

    @Test
    void endedPublisherHasNoNextItem() {
        var publisher = new ByHand();

        OnLoop.run(() -> {
            var reader = FlowReader.of(publisher);
            task(() -> publisher.subscriber.onComplete());

            assertThat(reader.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
        });
    }

    @Test
    void itemThatArrivesAfterACancelIsKept() {
        var publisher = new ByHand();

        OnLoop.run(() -> {
            var reader = FlowReader.of(publisher);
            Task<?> waiting = task(reader::next);
            Sleep.sleep(Duration.ZERO);
            waiting.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(waiting::await);
            publisher.subscriber.onNext("late");

            assertThat(reader.next()).isEqualTo("late");
        });

        assertThat(publisher.asked).containsExactly("request 1");
    }

    @Test
    void secondReaderIsAnError() {
        OnLoop.run(() -> {
            var reader = FlowReader.of(new ByHand());
            Task<?> waiting = task(() -> assertThat(reader.hasNext()).isFalse());
            Sleep.sleep(Duration.ZERO);

            assertThatIllegalStateException()
                    .isThrownBy(() -> assertThat(reader.hasNext()).isTrue())
                    .withMessageContaining("one task at a time");
            waiting.cancel();
        });
    }
}
