// The list of tasks. Only the rows that can be seen are in the document, however many tasks there are.

import {byId, element} from './dom.js';

const ROW_HEIGHT = 24; // as in inspector.css
const MARGIN_ROWS = 4;
const INDENT_EM = 1.1;
const DEEPEST_INDENT = 12;

export class TaskList {
    #element = byId('list');
    #spacer = byId('spacer');
    #pool = [];
    #rows = [];
    #at = new Map(); // number -> index of its row
    #rings = new Set();
    #chosen = 0; // the number of a task; 0 for none
    #onChoose;
    #onOpen;
    #onFold;

    /** Each callback is given a task's number; onFold also whether to fold. */
    constructor({onChoose, onOpen, onFold}) {
        this.#onChoose = onChoose;
        this.#onOpen = onOpen;
        this.#onFold = onFold;
        this.#element.addEventListener('scroll', () => this.#draw());
        this.#element.addEventListener('keydown', event => this.#key(event));
        this.#element.addEventListener('click', event => this.#click(event));
        new ResizeObserver(() => this.#draw()).observe(this.#element);
    }

    get chosen() {
        return this.#chosen;
    }

    /** rows: as Tasks has them; ringed: the numbers of tasks in a ring. */
    show(rows, ringed) {
        this.#rows = rows;
        this.#rings = ringed;
        this.#at = new Map(rows.map((row, i) => [row.task.id, i]));
        this.#spacer.style.height = rows.length * ROW_HEIGHT + 'px';
        this.#element.setAttribute('aria-rowcount', rows.length);
        if (!this.#at.has(this.#chosen)) {
            this.#chosen = 0;
        }
        this.#draw();
    }

    focus() {
        this.#element.focus();
    }

    choose(id) {
        const index = this.#at.get(id);
        if (index === undefined) {
            return;
        }
        this.#chosen = id;
        this.#scrollTo(index);
        this.#draw();
        this.#onChoose(id);
    }

    #scrollTo(index) {
        const top = index * ROW_HEIGHT;
        const view = this.#element;
        if (top < view.scrollTop) {
            view.scrollTop = top;
        } else if (top + ROW_HEIGHT > view.scrollTop + view.clientHeight) {
            view.scrollTop = top + ROW_HEIGHT - view.clientHeight;
        }
    }

    #key(event) {
        if (event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        const index = this.#at.get(this.#chosen) ?? -1;
        const page = Math.max(1, Math.floor(this.#element.clientHeight / ROW_HEIGHT) - 1);
        const moves = {ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page, Home: 0, End: Infinity};
        if (event.key in moves) {
            this.#choose(moves[event.key]);
        } else if (event.key === 'Enter' && index >= 0) {
            this.#onOpen(this.#chosen);
        } else if (event.key === 'ArrowLeft' && index >= 0) {
            this.#fold(index);
        } else if (event.key === 'ArrowRight' && index >= 0 && this.#rows[index].folds) {
            this.#onFold(this.#chosen, false);
        } else {
            return;
        }
        event.preventDefault();
    }

    #choose(index) {
        if (this.#rows.length > 0) {
            this.choose(this.#rows[Math.max(0, Math.min(index, this.#rows.length - 1))].task.id);
        }
    }

    /** Folds what stands under a row; where nothing does, goes to the row that it stands under. */
    #fold(index) {
        const row = this.#rows[index];
        if (row.folds && !row.folded) {
            this.#onFold(row.task.id, true);
            return;
        }
        for (let i = index - 1; i >= 0; i--) {
            if (this.#rows[i].depth < row.depth) {
                this.choose(this.#rows[i].task.id);
                return;
            }
        }
    }

    #click(event) {
        const drawn = event.target.closest('.row');
        if (!drawn) {
            return;
        }
        const row = this.#rows[Number(drawn.dataset.index)];
        if (event.target.classList.contains('fold') && row.folds) {
            this.#onFold(row.task.id, !row.folded);
            return;
        }
        this.choose(row.task.id);
        this.#onOpen(row.task.id);
    }

    #draw() {
        const first = Math.max(0, Math.floor(this.#element.scrollTop / ROW_HEIGHT) - MARGIN_ROWS);
        const seen = Math.ceil(this.#element.clientHeight / ROW_HEIGHT) + 2 * MARGIN_ROWS;
        const rows = this.#rows.slice(first, first + seen);
        while (this.#pool.length < rows.length) {
            this.#pool.push(this.#newRow());
        }
        this.#pool.forEach((drawn, i) => {
            drawn.hidden = i >= rows.length;
            if (i < rows.length) {
                this.#fill(drawn, rows[i], first + i);
            }
        });
        const chosen = this.#pool.find(drawn => !drawn.hidden && drawn.getAttribute('aria-selected') === 'true');
        this.#element.setAttribute('aria-activedescendant', chosen ? chosen.id : '');
    }

    #newRow() {
        const cells = ['number', 'name', 'state', 'waits'].map(() => element('span', ''));
        cells.forEach(cell => cell.setAttribute('role', 'gridcell'));
        cells[1].append(element('span', '', 'fold'), element('span', '', 'name'));
        const row = element('div', cells, 'row');
        row.setAttribute('role', 'row');
        row.id = 'row-' + this.#pool.length;
        this.#element.append(row);
        return row;
    }

    #fill(drawn, {task, depth, folds, folded}, index) {
        const [number, name, state, waits] = drawn.children;
        drawn.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
        drawn.dataset.index = index;
        drawn.className = this.#rings.has(task.id) ? 'row ring' : 'row';
        drawn.setAttribute('aria-rowindex', index + 1);
        drawn.setAttribute('aria-level', depth + 1);
        drawn.setAttribute('aria-selected', task.id === this.#chosen);
        if (folds) {
            drawn.setAttribute('aria-expanded', !folded);
        } else {
            drawn.removeAttribute('aria-expanded');
        }
        number.textContent = task.id;
        name.style.paddingLeft = Math.min(depth, DEEPEST_INDENT) * INDENT_EM + 'em';
        name.children[0].textContent = folds ? (folded ? '▸' : '▾') : '';
        name.children[1].textContent = task.name;
        name.title = task.name;
        state.textContent = task.state.toLowerCase() + (task.cancelling > 0 ? ' ✕' : '');
        state.className = task.state;
        waits.textContent = task.waitsFor;
        waits.title = task.waitsFor;
    }
}
