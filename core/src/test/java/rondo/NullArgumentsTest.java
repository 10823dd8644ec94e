package rondo;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.group.When;
import rondo.loop.EventLoop;
import rondo.task.Awaitable;
import rondo.task.Future;
import rondo.task.VoidBody;

/// What a caller whose compiler checks no nulls may pass: refused where it is given, and by name.
@SuppressWarnings("NullAway")
class NullArgumentsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void refusesNull(String what, VoidBody call, String message) {
        Rondo.run(() -> assertThatNullPointerException().isThrownBy(call::run).withMessage(message));
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("sleep", () -> Rondo.sleep((Duration) null), "the delay is null; use Duration.ZERO to yield once"),
                call(
                        "callLater",
                        () -> EventLoop.current().callLater(null, () -> {}),
                        "the delay is null; use Duration.ZERO for the next tick"),
                call(
                        "timeout",
                        () -> Rondo.timeout(Duration.ofSeconds(1), (Awaitable<String>) null),
                        "the body of the timeout is null"),
                call(
                        "waitUntil",
                        () -> Rondo.waitUntil((When) null, new Future<>()),
                        "when to return is null; use When.ALL_COMPLETED"),
                call(
                        "priorityQueue",
                        () -> Rondo.priorityQueue(1, (Comparator<String>) null),
                        "the order is null; leave it out for the natural one"),
                call(
                        "createTask",
                        () -> Rondo.createTask((String) null, () -> {}),
                        "the task's name is null; leave it out for Task-1, Task-2 and so on"));
    }

    private static Arguments call(String what, VoidBody call, String message) {
        return arguments(what, call, message);
    }
}
