package rondo.conformance;

import static rondo.Rondo.asCompleted;
import static rondo.Rondo.gatherOutcomes;
import static rondo.Rondo.shield;
import static rondo.Rondo.waitUntil;
import static rondo.group.Gather.LEAVE_RUNNING;
import static rondo.group.Gather.gather;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rondo.conformance.Result.Words;
import rondo.group.AsCompleted;
import rondo.group.Outcome;
import rondo.group.WaitResult;
import rondo.group.When;
import rondo.task.Awaitable;
import rondo.task.Future;

/// The operations on several futures at once, and `shield`.
sealed interface Several extends Operation {
    record Gather(List<String> refs, String mode) implements Several {
        @Override
        public Result run(Scenario scenario) throws Exception {
            List<Future<@Nullable Object>> targets = scenario.resolveAll(refs);
            return switch (mode) {
                case "leave" -> Result.value(gather(LEAVE_RUNNING, targets));
                case "exceptions" -> Result.value(outcomes(targets));
                default -> throw new ProgramMistake("AssertionError", "gather has no mode " + mode);
            };
        }

        private static List<String> outcomes(List<Future<@Nullable Object>> targets) {
            List<Outcome<@Nullable Object>> outcomes = gatherOutcomes(targets);
            return outcomes.stream().map(Gather::show).toList();
        }

        /// asyncio's gather makes the error of a cancelled child anew, with an empty message when there was none.
        private static String show(Outcome<?> outcome) {
            return switch (outcome) {
                case Outcome.Value<?>(var value) -> Notation.show(value);
                case Outcome.Failure<?>(var error) -> "!" + Notation.describe(error);
                case Outcome.Cancelled<?>(var error) ->
                    "!" + Notation.cancelled(error.cancelMessage() == null ? "" : error.cancelMessage());
            };
        }
    }

    record Wait(List<String> refs, String mode, @Nullable Duration timeout) implements Several {
        @Override
        public Result run(Scenario scenario) throws Exception {
            List<Future<@Nullable Object>> targets = scenario.resolveAll(refs);
            if (targets.isEmpty()) {
                return Result.UNSET;
            }
            When when = When.valueOf(mode);
            WaitResult<?> result = timeout == null ? waitUntil(when, targets) : waitUntil(when, timeout, targets);
            result.done().forEach(Future::markRetrieved);
            return new Words(
                    "done=" + labels(scenario, result.done()) + " pending=" + labels(scenario, result.pending()));
        }

        private static String labels(Scenario scenario, Collection<? extends Future<?>> futures) {
            return futures.isEmpty()
                    ? "-"
                    : futures.stream().map(scenario::label).sorted().collect(Collectors.joining(","));
        }
    }

    record InOrderOfCompletion(List<String> refs, @Nullable Duration timeout) implements Several {
        @Override
        public Result run(Scenario scenario) throws Exception {
            List<Future<@Nullable Object>> targets = scenario.resolveAll(refs);
            if (targets.stream().filter(Future::done).count() > 1) {
                return new Words("skip"); // CPython leaves their order open
            }
            AsCompleted<@Nullable Object> steps =
                    timeout == null ? asCompleted(targets) : asCompleted(timeout, targets);
            List<String> outcomes = new ArrayList<>();
            for (Awaitable<@Nullable Object> next : steps) {
                outcomes.add(outcome(next));
            }
            return Result.value(outcomes);
        }

        private static String outcome(Awaitable<?> next) throws Exception {
            try {
                return Notation.show(next.await());
            } catch (Failure e) {
                return "!" + e.kind();
            }
        }
    }

    record Shield(String ref) implements Several {
        @Override
        public Result run(Scenario scenario) throws Exception {
            Future<@Nullable Object> target = scenario.resolve(ref);
            return target == null ? Result.UNSET : Result.value(shield(target));
        }
    }
}
