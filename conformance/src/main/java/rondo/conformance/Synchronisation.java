package rondo.conformance;

import rondo.conformance.Result.Returned;
import rondo.conformance.Result.Words;
import rondo.sync.Barrier;
import rondo.sync.Condition;
import rondo.sync.Event;
import rondo.sync.Lock;
import rondo.sync.Semaphore;

/// The operations on events, locks, semaphores, conditions and barriers.
sealed interface Synchronisation extends Operation {
    record EventWait(String event) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().get(event, Event.class).await();
            return Result.OK;
        }
    }

    record EventSet(String event) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().get(event, Event.class).set();
            return Result.OK;
        }
    }

    record EventClear(String event) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().get(event, Event.class).clear();
            return Result.OK;
        }
    }

    /// Holds a lock, a semaphore or a condition's lock while the body runs. As in Python, an error of the release
    /// replaces one of the body; so this is no `try` with a resource.
    record With(String name, Block body) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws Exception {
            Object held = scenario.objects().get(name, Object.class);
            acquire(held);
            Returned returned;
            try {
                scenario.log("acquired", name);
                returned = body.run(scenario);
            } finally {
                release(held);
            }
            return Result.afterBlock(returned, new Words("released"));
        }

        private static void acquire(Object held) throws ProgramMistake {
            switch (held) {
                case Lock lock -> lock.acquire();
                case Semaphore semaphore -> semaphore.acquire();
                case Condition condition -> condition.acquire();
                default -> throw new ProgramMistake("TypeError", "cannot be held: " + held);
            }
        }
    }

    record Release(String name) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            release(scenario.objects().get(name, Object.class));
            return Result.OK;
        }
    }

    private static void release(Object held) throws ProgramMistake {
        switch (held) {
            case Lock lock -> lock.release();
            case Semaphore semaphore -> semaphore.release();
            case Condition condition -> condition.release();
            default -> throw new ProgramMistake("AttributeError", "cannot be released: " + held);
        }
    }

    record ConditionWait(String condition) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().get(condition, Condition.class).await();
            return Result.OK;
        }
    }

    /// A count of 0 is all.
    record Notify(String condition, int count) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            Condition changed = scenario.objects().get(condition, Condition.class);
            if (count == 0) {
                changed.signalAll();
            } else {
                changed.signal(count);
            }
            return Result.OK;
        }
    }

    record BarrierWait(String barrier) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            return Result.value(scenario.objects().get(barrier, Barrier.class).await());
        }
    }

    record BarrierReset(String barrier) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().get(barrier, Barrier.class).reset();
            return Result.OK;
        }
    }

    record BarrierAbort(String barrier) implements Synchronisation {
        @Override
        public Result run(Scenario scenario) throws ProgramMistake {
            scenario.objects().get(barrier, Barrier.class).abort();
            return Result.OK;
        }
    }
}
