// One task: where it stands, what it awaits, who awaits it.

import {button, byId, element} from './dom.js';

const REFRESH_MILLIS = 1_000;
const MOST_BUTTONS = 50;
const HINT = 'Choose a task and press Enter, or click it: here is then its stack, what it awaits, and who awaits it.';

export class Detail {
    #element = byId('detail');
    #connection;
    #onOpen;
    #open = 0; // the task's number; 0 for none
    #tasks;
    #last; // how the task was seen last
    #stack = [];
    #asked = 0; // when the stack was asked for
    #hint = element('p', HINT);
    #heading = element('h2', '');
    #sentence = element('p', '');
    #cancelButton = button('cancel this task', () => this.#cancel());
    #note = element('p', '');
    #holder = part('It is held up by');
    #awaits = part('It awaits');
    #awaitedBy = part('It is awaited by');
    #path = part('From the top');
    #frames = element('ol', '', 'stack');
    #task = element('div', [
        this.#heading, this.#sentence, this.#cancelButton, this.#note, this.#holder, this.#awaits, this.#awaitedBy, this.#path,
        element('h3', 'Where it stands'), this.#frames,
    ]);

    /** onOpen is given the number of a task that is to be opened instead. */
    constructor(connection, onOpen) {
        this.#connection = connection;
        this.#onOpen = onOpen;
        this.#cancelButton.id = 'cancel';
        this.#element.append(this.#hint, this.#task);
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
            this.#note.textContent = '';
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
            this.#note.textContent = said;
        }
    }

    #draw() {
        const task = this.#last;
        this.#hint.hidden = Boolean(task);
        this.#task.hidden = !task;
        if (!task) {
            this.#hint.textContent = this.#open === 0 ? HINT : `Task ${this.#open} is not there.`;
            return;
        }
        const ended = !this.#tasks.byId.has(task.id);
        setText(this.#heading, `${task.name} (task ${task.id})`);
        setText(this.#sentence, ended ? 'It has ended. This is how it was seen last.' : sentence(task));
        this.#cancelButton.hidden = ended || !this.#connection.writable;
        this.#relation(this.#holder, task.holder ? [task.holder] : []);
        this.#relation(this.#awaits, this.#tasks.awaits(task.id));
        this.#relation(this.#awaitedBy, this.#tasks.awaitedBy(task.id));
        this.#relation(this.#path, this.#tasks.path(task.id).slice(0, -1));
        fill(this.#frames, this.#stack.join('\n'), () => frames(this.#stack));
    }

    #relation(part, ids) {
        const known = ids.map(id => this.#tasks.byId.get(id)).filter(Boolean);
        const shown = known.slice(0, MOST_BUTTONS);
        part.hidden = known.length === 0;
        fill(part.lastElementChild, JSON.stringify([known.length, shown.map(task => [task.id, task.name])]), () => [
            ...shown.map(task => button(task.name, () => this.#onOpen(task.id))),
            element('span', known.length > shown.length ? `and ${known.length - shown.length} more` : ''),
        ]);
    }
}

/** A part of the page with a heading, and an element to fill. */
function part(heading) {
    return element('div', [element('h3', heading), element('div', '')]);
}

/** Sets a text where it has changed: what does not change can be clicked and read out. */
function setText(made, text) {
    if (made.textContent !== text) {
        made.textContent = text;
    }
}

/** Builds an element's children anew where what they tell has changed. */
function fill(made, told, build) {
    if (made.dataset.told !== told) {
        made.dataset.told = told;
        made.replaceChildren(...build());
    }
}

function sentence(task) {
    const waits = task.waitsFor ? `, waits for ${task.waitsFor}` : '';
    const cancelling = task.cancelling > 0 ? `, asked to cancel ${task.cancelling === 1 ? 'once' : task.cancelling + ' times'}` : '';
    return task.state.toLowerCase() + waits + cancelling;
}

function frames(stack) {
    return stack.length === 0
        ? [element('li', 'no frames yet')]
        : stack.map(frame => element('li', frame, frame.startsWith('rondo.') ? 'library' : ''));
}
