// One task: where it stands, what it awaits, who awaits it.

import {button, byId, element} from './dom.js';

const REFRESH_MILLIS = 1_000;

export class Detail {
    #element = byId('detail');
    #connection;
    #onOpen;
    #open = 0; // the task's number; 0 for none
    #tasks;
    #last; // how the task was seen last
    #stack = [];
    #asked = 0; // when the stack was asked for
    #note = '';

    /** onOpen is given the number of a task that is to be opened instead. */
    constructor(connection, onOpen) {
        this.#connection = connection;
        this.#onOpen = onOpen;
        this.#draw();
    }

    get open() {
        return this.#open;
    }

    /** Shows a task; 0 for none. */
    show(id, tasks) {
        if (id !== this.#open) {
            this.#open = id;
            this.#last = undefined;
            this.#stack = [];
            this.#asked = 0;
            this.#note = '';
        }
        this.update(tasks);
    }

    /** Shows the same task as it is now. */
    update(tasks) {
        this.#tasks = tasks;
        const found = tasks?.byId.get(this.#open);
        this.#last = found ?? this.#last;
        if (found && Date.now() - this.#asked >= REFRESH_MILLIS) {
            this.#ask();
        }
        this.#draw();
    }

    focus() {
        this.#element.focus();
    }

    async #ask() {
        const id = this.#open;
        this.#asked = Date.now();
        try {
            const reply = await this.#connection.stack(id);
            if (id === this.#open && reply.task) {
                this.#stack = reply.task.stack;
                this.#draw();
            }
        } catch {
            // the page says elsewhere that nobody answers; the stack stays as it was
        }
    }

    async #cancel() {
        const id = this.#open;
        let said;
        try {
            const reply = await this.#connection.cancel(id);
            said = reply.refusal ?? 'it was asked to cancel';
        } catch (error) {
            said = error.message;
        }
        if (id === this.#open) {
            this.#note = said;
            this.#draw();
        }
    }

    #draw() {
        if (this.#open === 0) {
            this.#element.replaceChildren(element('p', 'Choose a task and press Enter, or click it: here is then its stack, what it awaits, and who awaits it.'));
            return;
        }
        const focused = this.#element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
        const task = this.#last;
        if (!task) {
            this.#element.replaceChildren(element('p', `Task ${this.#open} is not there.`));
            return;
        }
        const ended = !this.#tasks.byId.has(task.id);
        const parts = [
            element('h2', `${task.name} (task ${task.id})`),
            element('p', ended ? 'It has ended. This is how it was seen last.' : sentence(task)),
        ];
        if (this.#connection.writable && !ended) {
            parts.push(keyed(button('cancel this task', () => this.#cancel()), 'cancel'));
        }
        parts.push(element('p', this.#note));
        this.#relation(parts, 'It is held up by', task.holder ? [task.holder] : []);
        this.#relation(parts, 'It awaits', this.#tasks.awaits(task.id));
        this.#relation(parts, 'It is awaited by', this.#tasks.awaitedBy(task.id));
        this.#relation(parts, 'From the top', this.#tasks.path(task.id).slice(0, -1));
        parts.push(element('h3', 'Where it stands'), stack(this.#stack));
        this.#element.replaceChildren(...parts);
        if (focused) {
            this.#element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
        }
    }

    #relation(parts, heading, ids) {
        const known = ids.map(id => this.#tasks.byId.get(id)).filter(Boolean);
        if (known.length > 0) {
            parts.push(element('h3', heading));
            parts.push(element('div', known.slice(0, 50).map(task =>
                keyed(button(task.name, () => this.#onOpen(task.id)), heading + task.id))));
            if (known.length > 50) {
                parts.push(element('p', `and ${known.length - 50} more`));
            }
        }
    }
}

function keyed(made, key) {
    made.dataset.key = key;
    return made;
}

function sentence(task) {
    const waits = task.waitsFor ? `, waits for ${task.waitsFor}` : '';
    const cancelling = task.cancelling > 0 ? `, asked to cancel ${task.cancelling === 1 ? 'once' : task.cancelling + ' times'}` : '';
    return task.state.toLowerCase() + waits + cancelling;
}

function stack(frames) {
    return element('ol', frames.length === 0
        ? [element('li', 'no frames yet')]
        : frames.map(frame => element('li', frame, frame.startsWith('rondo.') ? 'library' : '')), 'stack');
}
