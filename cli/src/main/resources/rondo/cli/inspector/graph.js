// Who awaits whom: around one task, in the rings, or all where they are few.

import cytoscape from './cytoscape.js';
import {byId, colour, onColours} from './dom.js';

const MOST_NODES = 40;
const MOST_IN_LEVELS = 12; // more would be a line too long to read
const MOST_WORDINGS = 50; // of the labels, until what draws them is made anew
const MOST_BRANCHES = 8; // of one task
const LONGEST_NAME = 24;
const FONT_PIXELS = 11;
const PADDING_PIXELS = 16;

export class Graph {
    #caption = byId('caption');
    #cy;
    #drawn = '';

    #onOpen;
    #words = ''; // of all labels
    #wordings = 0; // that the renderer has drawn
    #widths = new Map(); // of the labels that are drawn

    /** onOpen is given the number of the task that was clicked. */
    constructor(onOpen) {
        this.#onOpen = onOpen;
        this.#begin();
        onColours(() => this.#cy.style(style()));
        new ResizeObserver(() => this.#arrange()).observe(byId('canvas'));
    }

    /** Its renderer keeps a picture of each label that it ever drew: only an end makes it forget them. */
    #begin() {
        this.#wordings = 0;
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
        const labels = this.#labels(nodes);
        const worn = this.#wordings >= MOST_WORDINGS;
        const changed = drawn !== this.#drawn || worn;
        if (worn) {
            this.#cy.destroy();
            this.#begin();
        }
        if (changed) {
            this.#drawn = drawn;
            this.#cy.elements().remove();
            this.#cy.add([
                ...nodes.map(task => ({data: {id: String(task.id), ...labels.get(task)}})),
                ...edges.map(edge => {
                    const [source, target] = edge.split('-');
                    return {data: {id: edge, source, target}};
                }),
            ]);
        }
        for (const task of nodes) {
            const node = this.#cy.getElementById(String(task.id));
            node.data(labels.get(task));
            node.classes([task.state, task.id === focus ? 'focus' : '']);
        }
        this.#cy.edges().forEach(edge => edge.toggleClass('ring', ringed.has(edge.id())));
        if (changed) {
            this.#arrange();
        }
    }

    /** What each task is called, and how wide that is. */
    #labels(nodes) {
        const texts = new Map(nodes.map(task => [task, shortened(task.name)]));
        const words = [...texts.values()].join('\n');
        if (words !== this.#words) {
            this.#words = words;
            this.#wordings++;
            this.#widths = widths(new Set(texts.values()), this.#widths);
        }
        return new Map(nodes.map(task => [task, {label: texts.get(task), width: this.#widths.get(texts.get(task)) + PADDING_PIXELS}]));
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

function shortened(name) {
    return name.length > LONGEST_NAME ? name.slice(0, LONGEST_NAME - 1) + '…' : name;
}

/** How wide texts are, in pixels; known: those of before. A canvas that is not in the document keeps each text that it has measured. */
function widths(texts, known) {
    const pen = new OffscreenCanvas(1, 1).getContext('2d');
    pen.font = FONT_PIXELS + 'px sans-serif';
    return new Map([...texts].map(text => [text, known.get(text) ?? pen.measureText(text).width]));
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
