// The newest ticks of the loop: above, what runs, each task in a colour of its own; below, where it polls.

import uPlot from './uplot.js';
import {byId, colour} from './dom.js';
import {fit, options} from './charts.js';

const NANOS_PER_MILLI = 1e6;
const NARROWEST_PIXELS = 1;
const HUE_STEP = 137.5; // degrees: neighbours in number are far apart in colour

export class Ticks {
    #text = byId('tick');
    #chart;
    #ticks = []; // [poll begins, poll ends, what is ready begins, ends, timers, ready], in ns
    #steps = []; // [task, begins, ends]
    #name = () => '';

    constructor() {
        const element = byId('ticks');
        this.#chart = new uPlot(options(element, {
            scales: {x: {time: false}, y: {range: [0, 2]}},
            axes: [
                {values: (self, values) => values.map(value => +value.toPrecision(6) + ' ms'), size: 30},
                {splits: [.5, 1.5], values: () => ['polls', 'runs'], size: 60, grid: {show: false}, ticks: {show: false}},
            ],
            series: [{}, {show: true, paths: () => null, points: {show: false}}],
            hooks: {draw: [self => this.#draw(self)], setCursor: [self => this.#tell(self)]},
        }), [[0, 1], [0, 0]], element);
        fit(this.#chart, element);
    }

    /** sample: what the process tells of the loop's ticks, or nothing; name: gives the name of a task by its number */
    show(sample, name) {
        if (!sample?.ticks?.length) {
            return; // the ones before stay: an idle loop has no new ones
        }
        const origin = sample.ticks[0][0];
        this.#ticks = sample.ticks.map(tick => tick.map((value, i) => i < 4 ? value - origin : value));
        this.#steps = sample.steps.map(([task, from, until]) => [task, from - origin, until - origin]);
        this.#name = name;
        const xs = this.#ticks.map(tick => tick[0] / NANOS_PER_MILLI);
        xs.push(this.#ticks.at(-1)[3] / NANOS_PER_MILLI);
        this.#chart.setData([xs, xs.map(() => 0)]);
        this.#summarise();
    }

    #draw(chart) {
        const {ctx} = chart;
        const {left, top, width, height} = chart.bbox;
        const box = (from, until, row, fill) => {
            const x = chart.valToPos(from / NANOS_PER_MILLI, 'x', true);
            const wide = Math.max(NARROWEST_PIXELS, chart.valToPos(until / NANOS_PER_MILLI, 'x', true) - x);
            const high = height / 2 - 6;
            ctx.fillStyle = fill;
            ctx.fillRect(x, top + 3 + row * height / 2, wide, high);
        };
        ctx.save();
        ctx.beginPath();
        ctx.rect(left, top, width, height);
        ctx.clip();
        for (const tick of this.#ticks) {
            box(tick[0], tick[1], 1, colour('poll'));
        }
        for (const [task, from, until] of this.#steps) {
            box(from, until, 0, task === 0 ? colour('faint') : `hsl(${task * HUE_STEP % 360} 60% 50%)`);
        }
        ctx.restore();
    }

    #summarise() {
        const all = this.#ticks.at(-1)[3];
        const polled = this.#ticks.reduce((sum, tick) => sum + tick[1] - tick[0], 0);
        const longest = this.#ticks.reduce((a, b) => b[3] - b[1] > a[3] - a[1] ? b : a);
        this.#text.textContent = `${this.#ticks.length} in ${millis(all)}, ${Math.round(100 * polled / Math.max(1, all))} % polling, `
            + `longest ${millis(longest[3] - longest[1])}`;
    }

    #tell(chart) {
        if (!(chart.cursor.left >= 0)) {
            return;
        }
        const at = chart.posToVal(chart.cursor.left, 'x') * NANOS_PER_MILLI;
        const tick = this.#ticks.find(each => at >= each[0] && at <= each[3]);
        if (!tick) {
            return;
        }
        const step = this.#steps.find(([, from, until]) => at >= from && at <= until);
        this.#text.textContent = `polled for ${millis(tick[1] - tick[0])}, ${tick[4]} timers expired, ran ${tick[5]} for ${millis(tick[3] - tick[2])}`
            + (step ? `; here ${step[0] === 0 ? 'a callback' : this.#name(step[0])} for ${millis(step[2] - step[1])}` : '');
    }
}

function millis(nanos) {
    return (nanos / NANOS_PER_MILLI).toLocaleString('en', {maximumSignificantDigits: 3}) + ' ms';
}
