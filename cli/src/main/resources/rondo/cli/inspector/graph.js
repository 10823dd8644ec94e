// Who awaits whom: around one task, in the rings, or all where they are few.

import cytoscape from './cytoscape.js';
import {byId, colour, onColours} from './dom.js';

const MOST_NODES = 40;
const MOST_IN_LEVELS = 12; // more would be a line too long to read
const MOST_CHANGES = 50;
const MOST_BRANCHES = 8; // of one task
const LONGEST_NAME = 24;
const FONT_PIXELS = 11;
const PADDING_PIXELS = 16;
const pen = document.createElement('canvas').getContext('2d');
pen.font = FONT_PIXELS + 'px sans-serif';

export class Graph {
    #caption = byId('caption');
    #cy;
    #drawn = '';

    #onOpen;
    #changes = 0; // of what is drawn

    /** onOpen is given the number of the task that was clicked. */
    constructor(onOpen) {
        this.#onOpen = onOpen;
        this.#begin();
        onColours(() => this.#cy.style(style()));
        new ResizeObserver(() => this.#arrange()).observe(byId('canvas'));
    }

    #begin() {
        this.#cy = cytoscape({container: byId('canvas'), style: style(), minZoom: .2, maxZoom: 2, autoungrabify: true});
        this.#cy.on('tap', 'node', event => this.#onOpen(Number(event.target.id())));
    }

    /** focus: the number of the task in the middle; 0 for none */
    show(tasks, rings, focus) {
        const {ids, text} = selection(tasks, rings, focus);
        this.#caption.textContent = text;
        const nodes = ids.map(id => tasks.byId.get(id)).filter(Boolean);
        const shown = new Set(ids);
        const ringed = edgesOf(rings);
        const edges = nodes.flatMap(({id}) => [...new Set(tasks.waitsFor(id))].filter(to => shown.has(to)).map(to => `${id}-${to}`));
        const drawn = nodes.map(({id}) => id).join() + ';' + edges.join();
        const changed = drawn !== this.#drawn;
        if (changed) {
            this.#drawn = drawn;
            if (++this.#changes % MOST_CHANGES === 0) { // its renderer keeps a picture of each label that it ever drew
                this.#cy.destroy();
                this.#begin();
            }
            this.#cy.elements().remove();
            this.#cy.add([
                ...nodes.map(task => ({data: {id: String(task.id), ...label(task)}})),
                ...edges.map(edge => {
                    const [source, target] = edge.split('-');
                    return {data: {id: edge, source, target}};
                }),
            ]);
        }
        for (const task of nodes) {
            const node = this.#cy.getElementById(String(task.id));
            node.data(label(task));
            node.classes([task.state, task.id === focus ? 'focus' : '']);
        }
        this.#cy.edges().forEach(edge => edge.toggleClass('ring', ringed.has(edge.id())));
        if (changed) {
            this.#arrange();
        }
    }

    #arrange() {
        this.#cy.resize();
        const ring = this.#cy.edges('.ring').nonempty();
        this.#cy.layout(ring
            ? {name: 'circle', padding: 24, animate: false}
            : this.#cy.nodes().length > MOST_IN_LEVELS
                ? {name: 'concentric', concentric: node => node.degree(), levelWidth: () => 4, minNodeSpacing: 6, padding: 12, animate: false}
                : {name: 'breadthfirst', directed: true, spacingFactor: 1, padding: 12, animate: false, avoidOverlap: true}).run();
        if (this.#cy.zoom() > 1) {
            this.#cy.zoom(1);
            this.#cy.center();
        }
    }
}

function selection(tasks, rings, focus) {
    if (focus && tasks.byId.has(focus)) {
        const name = tasks.byId.get(focus).name;
        const all = tasks.around(focus, Infinity, Infinity);
        const near = tasks.around(focus, MOST_NODES, MOST_BRANCHES);
        const left = all.length - near.length;
        return {ids: near, text: left > 0 ? `${near.length} tasks around ${name}, without ${left.toLocaleString('en')} more` : `all that ${name} has to do with`};
    }
    if (rings.length > 0) {
        const ids = [...new Set(rings.flat())];
        return {ids: ids.slice(0, MOST_NODES), text: ids.length > MOST_NODES ? `the first ${MOST_NODES} of ${ids.length} tasks in rings` : 'the tasks that wait for each other in a ring'};
    }
    const ids = tasks.all.map(({id}) => id);
    return ids.length <= MOST_NODES
        ? {ids, text: 'all tasks'}
        : {ids: [], text: `${ids.length.toLocaleString('en')} tasks are too many for one picture: choose one`};
}

/** What a task is called, and how wide that is. */
function label(task) {
    const text = task.name.length > LONGEST_NAME ? task.name.slice(0, LONGEST_NAME - 1) + '…' : task.name;
    return {label: text, width: pen.measureText(text).width + PADDING_PIXELS};
}

function edgesOf(rings) {
    return new Set(rings.flatMap(ring => ring.map((id, i) => `${id}-${ring[(i + 1) % ring.length]}`)));
}

function style() {
    const state = name => ({selector: '.' + name.toUpperCase(), style: {'border-color': colour(name)}});
    return [
        {
            selector: 'node',
            style: {
                shape: 'round-rectangle', label: 'data(label)', width: 'data(width)', height: 22, 'font-size': FONT_PIXELS, 'font-family': 'sans-serif', 'text-valign': 'center',
                'background-color': colour('panel'), color: colour('ink'), 'border-width': 2, 'border-color': colour('line'),
            },
        },
        {
            selector: 'edge',
            style: {width: 1.5, 'line-color': colour('faint'), 'target-arrow-color': colour('faint'), 'target-arrow-shape': 'triangle', 'curve-style': 'bezier'},
        },
        state('awaiting'),
        state('pending'),
        state('running'),
        {selector: '.focus', style: {'background-color': colour('chosen'), 'border-width': 3}},
        {selector: 'edge.ring', style: {width: 3, 'line-color': colour('alarm'), 'target-arrow-color': colour('alarm')}},
    ];
}
