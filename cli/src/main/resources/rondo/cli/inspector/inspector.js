// The page: asks for what is new as fast as it can draw it, and shows it.

import {Charts} from './charts.js';
import {Connection} from './connection.js';
import {Detail} from './detail.js';
import {byId, element} from './dom.js';
import {Graph} from './graph.js';
import {TaskList} from './list.js';
import {Tasks} from './tasks.js';
import {Ticks} from './ticks.js';

const FASTEST_MILLIS = 100;
const REST = 3; // so many times as long as drawing took
const SILENCE_MILLIS = 5_000;
const MOST_RINGS = 5;
const LONGEST_RING = 20;
const MOST_FRAMES = 12;

const connection = new Connection();
const list = new TaskList({onChoose: () => drawGraph(), onOpen: open, onFold: fold});
const detail = new Detail(connection, open);
const charts = new Charts();
const ticks = new Ticks();
const graph = new Graph(open);

const folded = new Set();
let number = -1; // of the look that is shown
let every = 500; // ms
let look; // that is shown
let loop; // of it
let tasks = new Tasks([]);
let rings = [];
let paused = false;
let trouble = ''; // why there is nothing new
let lastAnswer = Date.now();

// --- what is new ---------------------------------------------------------------------------------

async function run() {
    for (;;) {
        const start = performance.now();
        if (!paused && !document.hidden) {
            await ask();
        }
        await new Promise(wake => setTimeout(wake, Math.max(FASTEST_MILLIS, every, REST * (performance.now() - start))));
    }
}

async function ask() {
    try {
        const next = await connection.look(number);
        lastAnswer = next ? Date.now() : lastAnswer;
        trouble = '';
        if (next) {
            show(next);
        }
    } catch (error) {
        trouble = error.message + (error.gone ? ': it, or the process that serves it, has ended' : '');
    }
    drawNews();
}

function show(next) {
    look = next;
    number = next.look;
    every = next.every;
    if (next.snapshot) {
        showLoops(next.snapshot.loops);
        draw(true);
    }
}

function showLoops(loops) {
    const choice = byId('loop');
    const names = loops.map(each => each.name);
    if (names.join('\n') !== [...choice.options].map(each => each.value).join('\n')) {
        const before = choice.value;
        choice.replaceChildren(...names.map(name => element('option', name)));
        choice.value = names.includes(before) ? before : names[0] ?? '';
    }
    choice.parentElement.hidden = loops.length < 2;
    loop = loops[Math.max(0, choice.selectedIndex)];
}

// --- drawing -------------------------------------------------------------------------------------

/** isNew: whether what is shown has just come */
function draw(isNew) {
    tasks = new Tasks(loop?.tasks ?? []);
    rings = tasks.rings();
    if (loop && isNew && !look.refusal) {
        charts.add(loop, look.at);
        const sample = look.ticks?.loops.find(each => each.name === loop.name);
        ticks.show(sample, id => tasks.byId.get(id)?.name ?? `task ${id}, which has ended`);
    }
    drawSummary();
    drawList();
    detail.update(tasks);
    drawGraph();
    drawAlarm();
}

function drawSummary() {
    if (!loop) {
        byId('summary').textContent = look ? `process ${look.snapshot.pid}: no event loop runs now` : '';
        return;
    }
    const rate = charts.rate === null ? '' : `, ${Math.round(charts.rate).toLocaleString('en')} steps a second`;
    byId('summary').textContent = `process ${look.snapshot.pid}: event loop '${loop.name}', ${loop.carrier} carrier, `
        + `${tasks.all.length.toLocaleString('en')} tasks${rate}, ${loop.asleep ? 'asleep' : 'runs ' + loop.running}`;
}

function drawList() {
    const filter = byId('filter').value.trim();
    const rows = filter ? tasks.matching(filter) : tasks.rows(folded);
    list.show(rows, new Set(rings.flat()));
    byId('count').textContent = filter
        ? `${rows.length.toLocaleString('en')} of ${tasks.all.length.toLocaleString('en')}`
        : `${tasks.all.length.toLocaleString('en')} tasks`;
}

function drawGraph() {
    graph.show(tasks, rings, detail.open || list.chosen);
}

function drawAlarm() {
    const lines = [];
    if (look?.refusal || trouble) {
        const when = look?.snapshot ? ` This is the last picture, of ${new Date(look.at).toLocaleTimeString('en-GB')}.` : '';
        lines.push(`No answer: ${trouble || look.refusal}.${when}`);
    }
    for (const ring of rings.slice(0, MOST_RINGS)) {
        const names = [...ring, ring[0]].map(id => tasks.byId.get(id).name);
        lines.push('Deadlock: ' + (names.length > LONGEST_RING ? [...names.slice(0, LONGEST_RING), '…'] : names).join(' → '));
    }
    if (rings.length > MOST_RINGS) {
        lines.push(`and ${rings.length - MOST_RINGS} more rings`);
    }
    if (loop && !loop.answers) {
        lines.push(`Event loop '${loop.name}' does not answer: ${loop.running} blocks it, at`, ...loop.stack.slice(0, MOST_FRAMES).map(frame => '    ' + frame));
    }
    const text = lines.join('\n');
    const alarm = byId('alarm');
    if (alarm.textContent !== text) { // a screen reader reads it out each time
        alarm.textContent = text;
        alarm.hidden = text === '';
    }
    document.body.classList.toggle('stale', Boolean(look?.refusal || trouble));
}

function drawNews() {
    const silent = Date.now() - lastAnswer > SILENCE_MILLIS && !look?.refusal;
    byId('news').textContent = paused ? 'paused'
        : trouble ? 'no connection'
        : look?.refusal ? 'no answer'
        : silent ? `nothing new for ${Math.round((Date.now() - lastAnswer) / 1_000)} s`
        : `live, look ${number}`;
    drawAlarm();
}

// --- what a person does --------------------------------------------------------------------------

function open(id) {
    list.choose(id);
    detail.show(id, tasks);
    drawGraph();
}

function close() {
    detail.show(0, tasks);
    drawGraph();
    list.focus();
}

function fold(id, whether) {
    if (whether) {
        folded.add(id);
    } else {
        folded.delete(id);
    }
    drawList();
}

function pause() {
    paused = !paused;
    byId('pause').setAttribute('aria-pressed', paused);
    byId('pause').textContent = paused ? 'go on' : 'pause';
    drawNews();
}

function unfilter() {
    byId('filter').value = '';
    drawList();
    list.focus();
}

document.addEventListener('keydown', event => {
    const typing = event.target.matches('input, select');
    if (event.ctrlKey || event.altKey || event.metaKey) {
        return;
    }
    if (event.key === 'Escape') {
        if (detail.open && !typing) {
            close();
        } else {
            unfilter();
        }
    } else if (event.key === 'Enter' && event.target === byId('filter')) {
        list.focus();
    } else if (event.key === '/' && !typing) {
        byId('filter').focus();
    } else if (event.key === 'p' && !typing) {
        pause();
    } else {
        return;
    }
    event.preventDefault();
});
byId('filter').addEventListener('input', drawList);
byId('pause').addEventListener('click', pause);
byId('loop').addEventListener('change', () => {
    showLoops(look.snapshot.loops);
    draw(false);
});

list.focus();
run();
