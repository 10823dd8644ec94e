#!/usr/bin/env python3
"""Makes random programs in the scenario language; reference.py turns them into scenarios with CPython's traces.

    python3.13 generate.py SEED COUNT | python3.13 reference.py > new.jsonl
    conformance/replay --check < new.jsonl

The same seed gives the same programs. Program N of a seed is the same whatever the count. Each program draws its
own weights, so that some are all about queues and some have a bit of everything. A coroutine only starts coroutines
that come after it, so every program ends.
"""
import json
import random
import sys

KINDS = ["E1", "E2", "E3"]
VARIABLES = ["a", "b", "c", "d"]
MODES = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"]
MAKERS = {
    "future": lambda r: "future",
    "event": lambda r: "event",
    "lock": lambda r: "lock",
    "condition": lambda r: "condition",
    "semaphore": lambda r: ["semaphore", r.choice([0, 1, 1, 2, 3])],
    "bounded": lambda r: ["bounded_semaphore", r.choice([0, 1, 1, 2])],
    "barrier": lambda r: ["barrier", r.choice([1, 2, 2, 3, 4])],
    "queue": lambda r: ["queue", r.choice([-1, 0, 1, 1, 2])],
    "priority": lambda r: ["priority_queue", r.choice([0, 1, 2])],
    "lifo": lambda r: ["lifo_queue", r.choice([0, 1, 2])],
}
HOLDABLE = ("lock", "semaphore", "bounded", "condition")
QUEUES = ("queue", "priority", "lifo")


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        r = self.random
        self.coroutines = [f"c{i}" for i in range(r.randint(1, 6))]
        kinds = r.sample(sorted(MAKERS), r.randint(0, 5))
        self.objects = {}
        for kind in kinds:
            for i in range(r.choice([1, 1, 2])):
                self.objects[f"{kind}{i or ''}"] = kind
        self.weights = {name: r.choice([0, 1, 1, 3]) for name in GROUPS}
        self.longest = r.choice([2, 3, 4, 5])
        self.caught = r.choice([0, 0.3, 0.8])  # how many operations stand in a try of their own, so that an error does not end it all
        self.crowded = r.random() < 0.4
        if self.crowded:
            self.crowd()
        self.later = []  # coroutines that the present one may start
        self.groups, self.scopes = [], []  # entered around the present operation

    def crowd(self):
        """Many tasks around few objects, cancelled now and then: for the order in which they are served."""
        r = self.random
        kinds = r.sample(sorted(MAKERS), r.choice([1, 1, 2]))
        self.objects = {kind: kind for kind in kinds}
        self.weights.update(cancelling=r.choice([1, 2]), synchronisation=4, queues=4, callbacks=r.choice([0, 1]))
        self.longest = r.choice([3, 5, 7])
        self.caught = r.choice([0.5, 0.9])

    # --- what programs are made of ---------------------------------------------------------------

    def program(self):
        r = self.random
        objects = {name: MAKERS[kind](r) for name, kind in self.objects.items()}
        coroutines = {}
        for i, name in enumerate(self.coroutines):
            self.later = self.coroutines[i + 1 :]
            coroutines[name] = self.block(2, r.randint(0, self.longest))
        self.later = self.coroutines
        starts = [["spawn", r.choice(VARIABLES), self.coroutine()] for _ in range(r.randint(0, 8 if self.crowded else 4))]
        ending = [["sleep", 20]] if self.crowded else []
        coroutines["main"] = starts + self.block(3, r.randint(1, self.longest + 2)) + ending
        return {"objects": objects, "coroutines": coroutines}

    def block(self, depth, length=None):
        r = self.random
        if length is None:
            length = r.choice([0, 1, 1, 2, 2, 3])
        ops = [self.operation(depth) for _ in range(length)]
        return [self.guarded(op) for op in ops if op is not None]

    def guarded(self, op):
        if op[0] == "return" or self.random.random() >= self.caught:
            return op
        return ["try", [op], [[self.random.choice(["Any", "Any", "Any", "Cancelled"]), []]], []]

    def operation(self, depth):
        """One operation, or None when the drawn one needs something that this program has not got."""
        names = [name for name in GROUPS if self.weights[name]]
        group = self.random.choices(names, [self.weights[name] for name in names])[0] if names else "tasks"
        return self.random.choice(GROUPS[group])(self, depth)

    def coroutine(self):
        return self.random.choice(self.later) if self.later else None

    def object(self, *kinds):
        fitting = [name for name, kind in self.objects.items() if kind in kinds]
        return self.random.choice(fitting) if fitting else None

    def ref(self):
        r = self.random
        draw = r.random()
        future, coroutine = self.object("future"), self.coroutine()
        if draw < 0.2 and future:
            return future
        if draw < 0.4 and coroutine:
            return "new:" + coroutine
        if draw < 0.46:
            return "main"
        return r.choice(VARIABLES)

    def refs(self):
        return [self.ref() for _ in range(self.random.choice([0, 1, 2, 2, 3, 4]))]

    def time(self):
        return self.random.choice([0, 0, 1, 1, 2, 2, 3, 4, 5, 8, -1])

    def limit(self):
        return self.random.choice([None, self.time(), self.time()])

    def value(self):
        return self.random.choice([None, 0, 1, 2, 3, 7, -4])

    def label(self):
        return "k" + str(self.random.randint(0, 9))


def on(*kinds):
    """An operation that needs an object of one of these kinds."""

    def wrap(make):
        def operation(g, depth):
            name = g.object(*kinds)
            return make(g, name) if name else None

        return operation

    return wrap


def nested(make):
    """An operation that holds a block, while there is depth left."""
    return lambda g, depth: make(g, depth - 1) if depth > 0 else None


def starting(make):
    """An operation that starts a coroutine."""

    def operation(g, depth):
        coroutine = g.coroutine()
        return make(g, coroutine) if coroutine else None

    return operation


def try_(g, depth):
    kinds = ["Cancelled", "Cancelled", "Timeout", "Group", "Any", "Any", *KINDS]
    handlers = [[g.random.choice(kinds), g.block(depth)] for _ in range(g.random.choice([0, 1, 1, 2]))]
    final = g.block(depth) if g.random.random() < 0.4 else []
    return ["try", g.block(depth), handlers, final]


def group(g, depth):
    name = g.random.choice(["g1", "g2"])
    g.groups.append(name)
    coroutines = [g.coroutine() for _ in range(g.random.choice([0, 1, 2, 3]))]
    body = [["group_spawn", name, g.random.choice(VARIABLES), c] for c in coroutines if c] + g.block(depth)
    g.groups.pop()
    return ["group", name, body]


def group_spawn(g, coroutine):
    name = g.random.choice(g.groups or ["g1", "g2"])
    return ["group_spawn", name, g.random.choice(VARIABLES), coroutine]


def timeout(g, depth):
    name = g.random.choice(["t1", "t2"])
    g.scopes.append(name)
    body = g.block(depth)
    g.scopes.pop()
    return ["timeout", name, g.limit(), body]


def reschedule(g, depth):
    return ["reschedule", g.random.choice(g.scopes or ["t1", "t2"]), g.limit()]


def with_(g, depth):
    name = g.object(*HOLDABLE) if depth > 0 else None
    if not name:
        return None
    body = g.block(depth - 1)
    if g.objects[name] == "condition" and g.random.random() < 0.6:
        waiting = [["condition_wait", name], ["notify", name, g.random.choice([0, 1, 1, 2])]]
        body.insert(0, g.random.choice(waiting))
    return ["with", name, body]


GROUPS = {
    "control": [
        lambda g, depth: ["log", g.label()],
        lambda g, depth: ["return", g.value()],
        lambda g, depth: ["raise", g.random.choice(KINDS)],
        nested(lambda g, depth: ["repeat", g.random.choice([0, 2, 3]), g.block(depth)]),
        nested(try_),
        nested(try_),
    ],
    "tasks": [
        lambda g, depth: ["sleep", g.time()],
        lambda g, depth: ["sleep", g.time()],
        lambda g, depth: ["await", g.ref()],
        starting(lambda g, c: ["spawn", g.random.choice(VARIABLES), c]),
        starting(lambda g, c: ["spawn", g.random.choice(VARIABLES), c]),
        starting(lambda g, c: ["call", c]),
        lambda g, depth: ["state", g.ref()],
    ],
    "cancelling": [
        lambda g, depth: ["cancel", g.ref()],
        lambda g, depth: ["cancel", g.ref(), g.random.choice(["m1", "m2"])],
        lambda g, depth: ["uncancel"],
        lambda g, depth: ["cancelling"],
        lambda g, depth: ["sleep", g.time()],
    ],
    "several": [
        lambda g, depth: ["gather", g.refs(), "leave"],
        lambda g, depth: ["gather", g.refs(), "exceptions"],
        lambda g, depth: ["wait", g.refs(), g.random.choice(MODES), g.limit()],
        lambda g, depth: ["as_completed", g.refs(), g.limit()],
        lambda g, depth: ["shield", g.ref()],
    ],
    "deadlines": [
        lambda g, depth: ["wait_for", g.ref(), g.limit()],
        starting(lambda g, c: ["wait_for_call", c, g.limit()]),
        nested(timeout),
        nested(timeout),
        reschedule,
    ],
    "groups": [nested(group), nested(group), starting(group_spawn)],
    "callbacks": [
        lambda g, depth: ["call_soon", g.label()],
        lambda g, depth: ["call_later", g.random.choice(["x", "y"]), g.time(), g.label()],
        lambda g, depth: ["cancel_timer", g.random.choice(["x", "y"])],
        lambda g, depth: ["on_done", g.ref(), g.label()],
        on("future")(lambda g, name: ["set_result", name, g.value()]),
        on("future")(lambda g, name: ["set_exception", name, g.random.choice(KINDS)]),
        on("future")(lambda g, name: ["await", name]),
    ],
    "synchronisation": [
        on("event")(lambda g, name: ["event_wait", name]),
        on("event")(lambda g, name: [g.random.choice(["event_set", "event_clear"]), name]),
        with_,
        with_,
        with_,
        on(*HOLDABLE)(lambda g, name: ["release", name] if g.random.random() < 0.4 else None),
        on("condition")(lambda g, name: ["condition_wait", name]),
        on("condition")(lambda g, name: ["notify", name, g.random.choice([0, 1, 1, 2])]),
        on("barrier")(lambda g, name: ["barrier_wait", name]),
        on("barrier")(lambda g, name: ["barrier_wait", name]),
        on("barrier")(lambda g, name: [g.random.choice(["barrier_reset", "barrier_abort"]), name]),
    ],
    "queues": [
        on(*QUEUES)(lambda g, name: ["put", name, g.random.randint(0, 9)]),
        on(*QUEUES)(lambda g, name: ["put", name, g.random.randint(0, 9)]),
        on(*QUEUES)(lambda g, name: ["get", name]),
        on(*QUEUES)(lambda g, name: ["get", name]),
        on(*QUEUES)(lambda g, name: ["put_nowait", name, g.random.randint(0, 9)]),
        on(*QUEUES)(lambda g, name: ["get_nowait", name]),
        on(*QUEUES)(lambda g, name: ["task_done", name]),
        on(*QUEUES)(lambda g, name: ["join", name]),
        on(*QUEUES)(lambda g, name: ["shutdown", name, g.random.random() < 0.4]),
    ],
}


def main():
    seed, count = map(int, sys.argv[1:])
    for number in range(count):
        program = Generator(f"{seed}/{number}").program()
        print(json.dumps({"id": f"g{seed}-{number}", "program": program}, separators=(",", ":")))


if __name__ == "__main__":
    main()
