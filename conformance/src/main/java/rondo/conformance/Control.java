package rondo.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.conformance.Result.Returned;
import rondo.conformance.Result.Words;

/// The operations that steer a coroutine.
sealed interface Control extends Operation {
    record Log(String text) implements Control {
        @Override
        public Result run(Scenario scenario) {
            return new Words(text);
        }
    }

    record Return(@Nullable Object value) implements Control {
        @Override
        public Result run(Scenario scenario) {
            return new Returned(value);
        }
    }

    record Raise(String kind) implements Control {
        @Override
        public Result run(Scenario scenario) throws Failure {
            scenario.log("raise", kind);
            throw new Failure(kind);
        }

        @Override
        public boolean logsItsFailure() {
            return false;
        }
    }

    record Repeat(int times, Block body) implements Control {
        @Override
        public Result run(Scenario scenario) throws Exception {
            for (int i = 0; i < times; i++) {
                Returned returned = body.run(scenario);
                if (returned != null) {
                    return returned;
                }
            }
            return Result.SILENT;
        }

        @Override
        public boolean logsItsFailure() {
            return false;
        }
    }

    /// The last block runs on every way out; a return in it ends only itself, an error in it replaces the one in
    /// flight.
    record Try(Block body, List<Handler> handlers, Block last) implements Control {
        @Override
        public Result run(Scenario scenario) throws Exception {
            try {
                return Result.afterBlock(body.run(scenario), Result.SILENT);
            } catch (Throwable e) {
                Handler handler = scenario.over() ? null : handlerOf(e);
                if (handler == null) {
                    throw e;
                }
                scenario.log("caught", Notation.describe(e));
                return Result.afterBlock(handler.block().run(scenario), Result.SILENT);
            } finally {
                if (!scenario.over()) {
                    last.run(scenario);
                }
            }
        }

        private @Nullable Handler handlerOf(Throwable error) {
            return handlers.stream()
                    .filter(handler -> handler.matches(error))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public boolean logsItsFailure() {
            return false;
        }
    }
}
