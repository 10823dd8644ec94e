// What the loop did over time: how long it took to answer, and its steps a second.

import uPlot from './uplot.js';
import {byId, colour, onColours} from './dom.js';

const MOST_POINTS = 600;
const LEAST_SECONDS = 10; // that the axis of time shows
const NANOS_PER_MILLI = 1e6;
const MILLIS_PER_SECOND = 1e3;

/** Options of a chart that fills an element, in the colours of the page. */
export function options(element, more) {
    const axis = {stroke: () => colour('faint'), grid: {stroke: () => colour('line'), width: 1}, ticks: {stroke: () => colour('line'), width: 1}};
    return {
        width: element.clientWidth,
        height: element.clientHeight,
        legend: {show: false},
        cursor: {y: false},
        ...more,
        axes: more.axes.map(each => ({...axis, ...each})),
    };
}

/** Keeps a chart as large as its element, and in the colours of the page. */
export function fit(chart, element) {
    new ResizeObserver(() => chart.setSize({width: element.clientWidth, height: element.clientHeight})).observe(element);
    onColours(() => chart.redraw(false, true));
}

function line(id, label, format) {
    const element = byId(id);
    const chart = new uPlot(options(element, {
        scales: {x: {range: (self, from, until) => [Math.min(from, until - LEAST_SECONDS), until]}, y: {range: (self, least, most) => [0, Math.max(most * 1.1, 1)]}},
        axes: [{values: (self, values) => values.map(time), space: 80, size: 30}, {values: (self, values) => values.map(format), size: 60}],
        series: [{}, {label, stroke: () => colour('poll'), width: 1.5, spanGaps: false}],
    }), [[], []], element);
    fit(chart, element);
    return chart;
}

function time(seconds) {
    return new Date(seconds * MILLIS_PER_SECOND).toLocaleTimeString('en-GB');
}

export class Charts {
    #lag = line('lag', 'ms', value => value + ' ms');
    #rate = line('rate', 'steps a second', value => value.toLocaleString('en', {notation: 'compact'}));
    #times = [];
    #lags = [];
    #rates = [];
    #before;

    /** Steps a second since the look before, or null. */
    get rate() {
        return this.#rates.at(-1) ?? null;
    }

    /** Adds what a loop says at a time, in ms. */
    add(loop, at) {
        const before = this.#before;
        this.#before = {name: loop.name, steps: loop.steps, at};
        if (before && before.name !== loop.name) {
            this.#times.length = this.#lags.length = this.#rates.length = 0;
        }
        const known = before && before.name === loop.name && at > before.at;
        this.#times.push(at / MILLIS_PER_SECOND);
        this.#lags.push(loop.lag / NANOS_PER_MILLI);
        this.#rates.push(known ? Math.max(0, loop.steps - before.steps) * MILLIS_PER_SECOND / (at - before.at) : null);
        for (const each of [this.#times, this.#lags, this.#rates]) {
            each.splice(0, each.length - MOST_POINTS);
        }
        this.#lag.setData([this.#times, this.#lags]);
        this.#rate.setData([this.#times, this.#rates]);
    }
}
