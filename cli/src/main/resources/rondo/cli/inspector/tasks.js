// The tasks of one loop at one moment, and who waits for whom.

export class Tasks {
    #children = new Map(); // what a task awaits
    #blocked = new Map(); // the same, and who holds what it waits for

    /** all: as the process tells of them, in order of creation */
    constructor(all) {
        this.all = all;
        this.byId = new Map(all.map(task => [task.id, task]));
        for (const task of all) {
            for (const awaiter of task.awaitedBy) {
                add(this.#children, awaiter, task.id);
                add(this.#blocked, awaiter, task.id);
            }
            if (this.byId.has(task.holder)) {
                add(this.#blocked, task.id, task.holder);
            }
        }
    }

    /** The numbers of the tasks that one awaits. */
    awaits(id) {
        return this.#children.get(id) ?? [];
    }

    /** The numbers of the tasks that one waits for: those that it awaits, and whoever holds what it waits for. */
    waitsFor(id) {
        return this.#blocked.get(id) ?? [];
    }

    /** Those that await a task, as far as they are there. */
    awaitedBy(id) {
        return (this.byId.get(id)?.awaitedBy ?? []).filter(each => this.byId.has(each));
    }

    /** The way down to a task from one that nobody awaits: its own number last. */
    path(id) {
        const path = [id];
        for (let above = this.awaitedBy(id)[0]; above !== undefined && !path.includes(above); above = this.awaitedBy(above)[0]) {
            path.unshift(above);
        }
        return path;
    }

    /** Tasks in the order of a tree, whoever awaits above what it awaits, each once: {task, depth, folds, folded}. */
    rows(folded) {
        const rows = [];
        const seen = new Set();
        const branch = root => {
            const todo = [[root, 0]];
            while (todo.length > 0) {
                const [id, depth] = todo.pop();
                if (seen.has(id)) {
                    continue;
                }
                seen.add(id);
                const below = this.awaits(id).filter(each => !seen.has(each));
                rows.push({task: this.byId.get(id), depth, folds: below.length > 0, folded: folded.has(id)});
                if (folded.has(id)) {
                    this.#skip(below, seen);
                } else {
                    for (let i = below.length - 1; i >= 0; i--) {
                        todo.push([below[i], depth + 1]);
                    }
                }
            }
        };
        this.all.filter(task => this.awaitedBy(task.id).length === 0).forEach(task => branch(task.id));
        this.all.forEach(task => branch(task.id)); // what is left awaits each other in a ring
        return rows;
    }

    #skip(ids, seen) {
        const todo = [...ids];
        while (todo.length > 0) {
            const id = todo.pop();
            if (!seen.has(id)) {
                seen.add(id);
                todo.push(...this.awaits(id));
            }
        }
    }

    /** Tasks of which the number, the name, the state or what they wait for contains a text. */
    matching(text) {
        const wanted = text.toLowerCase();
        return this.all
            .filter(task => `${task.id} ${task.name} ${task.state} ${task.waitsFor}`.toLowerCase().includes(wanted))
            .map(task => ({task, depth: 0, folds: false, folded: false}));
    }

    /** Rings in which tasks wait for each other, each as numbers in order of who waits for whom, the oldest task first. */
    rings() {
        const rings = [];
        const done = new Set();
        for (const {id: start} of this.all) {
            const path = [];
            const onPath = new Map(); // number -> where it stands on the path
            const branches = [];
            const enter = id => {
                onPath.set(id, path.length);
                path.push(id);
                branches.push(this.waitsFor(id).values());
                done.add(id);
            };
            if (!done.has(start)) {
                enter(start);
            }
            while (branches.length > 0) {
                const {value: next, done: over} = branches.at(-1).next();
                if (over) {
                    branches.pop();
                    onPath.delete(path.pop());
                } else if (onPath.has(next)) {
                    rings.push(oldestFirst(path.slice(onPath.get(next))));
                } else if (!done.has(next)) {
                    enter(next);
                }
            }
        }
        return rings;
    }

    /** The numbers of at most so many tasks around one, the nearest first, and of each at most so many branches. */
    around(id, limit, branches) {
        const near = new Set([id]);
        for (const each of near) { // a set hands out what is added meanwhile
            const next = [...this.awaitedBy(each), ...this.waitsFor(each)];
            for (const other of next.slice(0, branches)) {
                if (near.size < limit) {
                    near.add(other);
                }
            }
        }
        return [...near];
    }
}

function add(lists, key, value) {
    const list = lists.get(key);
    if (list) {
        list.push(value);
    } else {
        lists.set(key, [value]);
    }
}

function oldestFirst(ring) {
    const at = ring.indexOf(Math.min(...ring));
    return [...ring.slice(at), ...ring.slice(0, at)];
}
