package rondo.conformance;

import static rondo.Rondo.timeoutScope;
import static rondo.Rondo.waitFor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rondo.conformance.Result.Returned;
import rondo.conformance.Result.Words;
import rondo.task.Future;
import rondo.task.Timeout;

/// The operations that end when time is up. A null time is no limit.
sealed interface Deadlines extends Operation {
    record WaitFor(String ref, @Nullable Duration timeout) implements Deadlines {
        @Override
        public Result run(Scenario scenario) throws Exception {
            Future<@Nullable Object> target = scenario.resolve(ref);
            return target == null ? Result.UNSET : Result.value(waitFor(target, timeout));
        }
    }

    /// `wait_for` on a bare coroutine: it runs in the calling task.
    record WaitForCall(String coroutine, @Nullable Duration timeout) implements Deadlines {
        @Override
        public Result run(Scenario scenario) throws Exception {
            return Result.value(waitFor(() -> scenario.coroutine(coroutine), timeout));
        }
    }

    record Scope(String variable, @Nullable Duration time, Block body) implements Deadlines {
        private record Left(Timeout timeout, @Nullable Returned returned) {}

        @Override
        public Result run(Scenario scenario) throws Exception {
            Left left = timeoutScope(time, timeout -> {
                scenario.timeouts().put(variable, timeout);
                return new Left(timeout, body.run(scenario));
            });
            return Result.afterBlock(left.returned, new Words(left.timeout.expired() ? "expired" : "ok"));
        }
    }

    record Reschedule(String variable, @Nullable Duration time) implements Deadlines {
        @Override
        public Result run(Scenario scenario) {
            Timeout timeout = scenario.timeouts().get(variable);
            if (timeout == null) {
                return Result.UNSET;
            }
            timeout.reschedule(time == null ? null : scenario.loop().time() + time.toNanos());
            return Result.OK;
        }
    }
}
