package rondo.conformance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rondo.loop.TimerHandle;
import rondo.task.Future;

/// The operations on callbacks, and on futures by hand.
sealed interface Callbacks extends Operation {
    record CallSoon(String label) implements Callbacks {
        @Override
        public Result run(Scenario scenario) {
            scenario.loop().callSoon(() -> scenario.log("callback", label));
            return Result.SILENT;
        }
    }

    record CallLater(String variable, Duration delay, String label) implements Callbacks {
        @Override
        public Result run(Scenario scenario) {
            TimerHandle timer = scenario.loop().callLater(delay, () -> scenario.log("callback", label));
            scenario.timers().put(variable, timer);
            return Result.SILENT;
        }
    }

    record CancelTimer(String variable) implements Callbacks {
        @Override
        public Result run(Scenario scenario) {
            TimerHandle timer = scenario.timers().get(variable);
            if (timer == null) {
                return Result.UNSET;
            }
            timer.cancel();
            return Result.OK;
        }
    }

    record OnDone(String ref, String label) implements Callbacks {
        @Override
        public Result run(Scenario scenario) throws Exception {
            Future<@Nullable Object> target = scenario.resolve(ref);
            if (target == null) {
                return Result.UNSET;
            }
            target.addDoneCallback(future -> scenario.log("done", label, Notation.outcome(future)));
            return Result.SILENT;
        }
    }

    record SetResult(String future, @Nullable Object value) implements Callbacks {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().future(future).setResult(value);
            return Result.OK;
        }
    }

    record SetException(String future, String kind) implements Callbacks {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().future(future).setException(new Failure(kind));
            return Result.OK;
        }
    }
}
