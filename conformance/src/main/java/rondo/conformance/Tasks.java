package rondo.conformance;

import static rondo.Rondo.sleep;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rondo.conformance.Result.Words;
import rondo.task.Future;
import rondo.task.Task;

/// The operations on time and on single tasks.
sealed interface Tasks extends Operation {
    record Sleep(Duration time) implements Tasks {
        @Override
        public Result run(Scenario scenario) {
            sleep(time);
            return Result.OK;
        }
    }

    /// Awaits a coroutine in place: no new task.
    record Call(String coroutine) implements Tasks {
        @Override
        public Result run(Scenario scenario) throws Exception {
            return Result.value(scenario.coroutine(coroutine));
        }

        @Override
        public boolean logsItsFailure() {
            return false;
        }
    }

    record Spawn(String variable, String coroutine) implements Tasks {
        @Override
        public Result run(Scenario scenario) {
            Task<?> task = scenario.assign(variable, scenario.spawn(coroutine));
            return new Words(task.name());
        }
    }

    record Await(String ref) implements Tasks {
        @Override
        public Result run(Scenario scenario) throws Exception {
            Future<@Nullable Object> target = scenario.resolve(ref);
            return target == null ? Result.UNSET : Result.value(target.await());
        }
    }

    record Cancel(String ref, @Nullable String message) implements Tasks {
        @Override
        public Result run(Scenario scenario) throws Exception {
            Future<?> target = scenario.resolve(ref);
            return target == null ? Result.UNSET : new Words(Boolean.toString(target.cancel(message)));
        }
    }

    record Uncancel() implements Tasks {
        @Override
        public Result run(Scenario scenario) {
            return Result.value(Task.current().uncancel());
        }
    }

    record Cancelling() implements Tasks {
        @Override
        public Result run(Scenario scenario) {
            return Result.value(Task.current().cancelling());
        }
    }

    record State(String ref) implements Tasks {
        @Override
        public Result run(Scenario scenario) throws Exception {
            Future<?> target = scenario.resolve(ref);
            return target == null ? Result.UNSET : new Words(Notation.outcome(target));
        }
    }
}
