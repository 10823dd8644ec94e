package rondo.conformance;

import org.jspecify.annotations.Nullable;

/// The operations on queues of every kind.
sealed interface Queues extends Operation {
    record Put(String queue, @Nullable Object value) implements Queues {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().queue(queue).put(value);
            return Result.OK;
        }
    }

    record Get(String queue) implements Queues {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            return Result.value(scenario.objects().queue(queue).get());
        }
    }

    record PutNowait(String queue, @Nullable Object value) implements Queues {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().queue(queue).putNowait(value);
            return Result.OK;
        }
    }

    record GetNowait(String queue) implements Queues {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            return Result.value(scenario.objects().queue(queue).getNowait());
        }
    }

    record TaskDone(String queue) implements Queues {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().queue(queue).taskDone();
            return Result.OK;
        }
    }

    record Join(String queue) implements Queues {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().queue(queue).join();
            return Result.OK;
        }
    }

    record Shutdown(String queue, boolean immediate) implements Queues {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().queue(queue).shutdown(immediate);
            return Result.OK;
        }
    }
}
