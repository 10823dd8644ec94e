package rondo.testkit;

import static rondo.testkit.Checkpoint.checkpoint;
import static rondo.testkit.Checkpoint.when;

import java.util.List;
import rondo.sync.Barrier;
import rondo.sync.Condition;
import rondo.sync.Event;
import rondo.sync.Lock;
import rondo.sync.Queue;
import rondo.sync.Semaphore;

/// Where locks and their kin are checkpoints. What they say of themselves has all their state: who holds, how many
/// wait, how much there is.
final class SyncCheckpoints {
    private SyncCheckpoints() {}

    static List<Checkpoint> all() {
        return List.of(
                lock("acquire", Lock::acquire),
                lock("hold", Lock::hold),
                semaphore("acquire", Semaphore::acquire),
                semaphore("hold", Semaphore::hold),
                condition("acquire", Condition::acquire),
                condition("hold", Condition::hold),
                checkpoint(
                        "rondo.sync.Condition.await",
                        when(
                                "always",
                                Condition::new,
                                SyncCheckpoints::awaitSignal,
                                SyncCheckpoints::signal,
                                Object::toString),
                        null),
                checkpoint(
                        "rondo.sync.Condition.awaitUntil",
                        when(
                                "its predicate does not hold",
                                Flag::new,
                                SyncCheckpoints::awaitFlag,
                                SyncCheckpoints::raise,
                                flag -> flag.condition.toString()),
                        when("its predicate holds", () -> new Flag().up(), SyncCheckpoints::awaitFlag)),
                checkpoint(
                        "rondo.sync.Event.await",
                        when("it is not set", Event::new, Event::await, Event::set, Object::toString),
                        when("it is set", SyncCheckpoints::setEvent, Event::await)),
                checkpoint(
                        "rondo.sync.Barrier.await",
                        when(
                                "others are still to come",
                                () -> new Barrier(2),
                                Barrier::await,
                                Barrier::await,
                                Object::toString),
                        when("it is the last to come", () -> new Barrier(1), Barrier::await)),
                checkpoint(
                        "rondo.sync.Queue.get",
                        when("it is empty", () -> queue(0), Queue::get, queue -> queue.put(1), Object::toString),
                        when("there is an item", () -> queue(1), Queue::get)),
                checkpoint(
                        "rondo.sync.Queue.put",
                        when("it is full", () -> queue(2), queue -> queue.put(3), Queue::get, Object::toString),
                        when("there is room", () -> queue(1), queue -> queue.put(2))),
                checkpoint(
                        "rondo.sync.Queue.join",
                        when("items are unfinished", () -> queue(1), Queue::join, Queue::taskDone, Object::toString),
                        when("all items are finished", () -> queue(0), Queue::join)));
    }

    private static Checkpoint lock(String method, Scenario.Part<Lock> call) {
        return checkpoint(
                "rondo.sync.Lock." + method,
                when("somebody holds it", SyncCheckpoints::heldLock, call, Lock::release, Object::toString),
                when("it is free", Lock::new, call));
    }

    private static Lock heldLock() {
        var lock = new Lock();
        lock.acquire();
        return lock;
    }

    private static Checkpoint semaphore(String method, Scenario.Part<Semaphore> call) {
        return checkpoint(
                "rondo.sync.Semaphore." + method,
                when("no permit is left", () -> new Semaphore(0), call, Semaphore::release, Object::toString),
                when("there is a permit", () -> new Semaphore(1), call));
    }

    private static Checkpoint condition(String method, Scenario.Part<Condition> call) {
        return checkpoint(
                "rondo.sync.Condition." + method,
                when(
                        "somebody holds its lock",
                        SyncCheckpoints::heldCondition,
                        call,
                        Condition::release,
                        Object::toString),
                when("its lock is free", Condition::new, call));
    }

    private static Condition heldCondition() {
        var condition = new Condition();
        condition.acquire();
        return condition;
    }

    private static void awaitSignal(Condition condition) {
        try (var _ = condition.hold()) {
            condition.await();
        }
    }

    private static void signal(Condition condition) {
        try (var _ = condition.hold()) {
            condition.signal();
        }
    }

    private static final class Flag {
        final Condition condition = new Condition();
        boolean raised;

        Flag up() {
            raised = true;
            return this;
        }

        @Override
        public String toString() {
            return condition.toString();
        }
    }

    private static void awaitFlag(Flag flag) {
        try (var _ = flag.condition.hold()) {
            flag.condition.awaitUntil(() -> flag.raised);
        }
    }

    private static void raise(Flag flag) {
        flag.raised = true;
        signal(flag.condition);
    }

    private static Event setEvent() {
        var event = new Event();
        event.set();
        return event;
    }

    private static Queue<Integer> queue(int items) {
        var queue = new Queue<Integer>(2);
        for (int i = 0; i < items; i++) {
            queue.putNowait(i);
        }
        return queue;
    }
}
