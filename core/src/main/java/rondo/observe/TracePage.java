package rondo.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import rondo.task.Task;

/// A recording as one HTML page that needs nothing else: no font, no request, and no script but its own.
///
/// A timeline with a row a task, the tree of who created whom, and the diagrams, drawn where the reader's browser
/// runs scripts, with their text beneath.
final class TracePage {
    private static final int MOST_ROWS = 150;
    private static final int MOST_BARS = 8_000;
    private static final int ROW_HEIGHT = 18;
    private static final int LABEL_WIDTH = 180;
    private static final int WIDTH = 1_000;
    private static final double NARROWEST = 0.6;

    private final Trace trace;
    private final Map<Task<?>, List<Task<?>>> children = new LinkedHashMap<>();
    private final Map<Task<?>, Boolean> created = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int bars;

    TracePage(Trace trace) {
        this.trace = trace;
    }

    /// {@return the page}
    ///
    /// @throws IOException if the jar, which has the scripts, cannot be read
    String html() throws IOException {
        collect();
        var scripts = new DiagramScripts();
        head(scripts.policy());
        summary();
        timeline();
        tree();
        diagram("Event loop internals", trace.tickChart());
        diagram("Task lifecycle states", trace.stateChart());
        diagram("gather, wait, TaskGroup, timeout", trace.scopeChart());
        diagram("Timeout and cancellation", trace.sequenceChart());
        return text.append(scripts.html()).append("</body>\n</html>\n").toString();
    }

    private void head(String scriptPolicy) {
        text.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; %s">
                <title>Trace of a run</title>
                <style>
                :root { color-scheme: light dark; --step: #2f9e44; --await: #8885; --line: #8888; }
                body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
                #timeline { width: 100%%; height: auto; border: 1px solid var(--line); }
                #timeline text { font: 11px system-ui, sans-serif; fill: currentColor; }
                #timeline .step { fill: var(--step); } #timeline .await { fill: var(--await); }
                #timeline .gone { fill: #e03131; } #timeline .poll { fill: #4a9eff; }
                pre, .drawing { overflow: auto; padding: .7rem; border: 1px solid var(--line); }
                .drawing svg { display: block; }
                .diagram pre, .note { margin: .5rem 0; }
                .note { white-space: pre-wrap; } .note:empty { display: none; }
                summary { cursor: pointer; margin: .5rem 0; }
                ul { margin: .1rem 0; padding-left: 1.4rem; overflow-wrap: anywhere; }
                </style>
                </head>
                <body>
                <h1>Trace of a run</h1>
                """.formatted(scriptPolicy));
    }

    private void summary() {
        text.append("<p>Loop <b>")
                .append(escape(trace.loop()))
                .append("</b>, ")
                .append(trace.carrier())
                .append(" carrier, ")
                .append(Labels.time(trace.nanos()))
                .append(", ")
                .append(trace.tally().created)
                .append(" tasks created, ")
                .append(trace.eventsLeftOut())
                .append(" events left out.</p>\n");
    }

    private void collect() {
        for (TraceEvent event : trace.events()) {
            switch (event) {
                case TraceEvent.Created born -> {
                    created.put(born.task(), true);
                    children.computeIfAbsent(born.task(), any -> new ArrayList<>());
                    if (born.by() != null) {
                        children.computeIfAbsent(born.by(), any -> new ArrayList<>())
                                .add(born.task());
                    }
                }
                case TraceEvent.Step step -> children.computeIfAbsent(step.task(), any -> new ArrayList<>());
                default -> {}
            }
        }
    }

    // --- the timeline ----------------------------------------------------------------------------

    private void timeline() {
        var rows = new TreeMap<Long, Task<?>>();
        for (Task<?> task : children.keySet()) {
            if (rows.size() < MOST_ROWS) {
                rows.put(task.number(), task);
            }
        }
        var at = new LinkedHashMap<Task<?>, Integer>();
        rows.values().forEach(task -> at.put(task, at.size() + 1));
        int height = (rows.size() + 2) * ROW_HEIGHT;
        text.append(
                        "<h2>Timeline</h2>\n<p>Green: a step runs. Grey: it awaits. Blue: the loop polls. Red: asked to cancel.")
                .append(" Point at a bar to read it.</p>\n<svg id=\"timeline\" viewBox=\"0 0 ")
                .append(LABEL_WIDTH + WIDTH)
                .append(' ')
                .append(height)
                .append("\" role=\"img\" aria-label=\"Timeline: a row for the loop and one for each task\">\n")
                .append("<clipPath id=\"names\"><rect width=\"")
                .append(LABEL_WIDTH - 4)
                .append("\" height=\"")
                .append(height)
                .append("\"/></clipPath>\n<g clip-path=\"url(#names)\">\n<text x=\"4\" y=\"13\">loop</text>\n");
        at.forEach(this::label);
        text.append("</g>\n");
        var awaiting = new LinkedHashMap<Task<?>, TraceEvent.Step>();
        for (TraceEvent event : trace.events()) {
            draw(event, at, awaiting);
        }
        awaiting.values().forEach(step -> drawAwait(step, trace.nanos(), at));
        axis(height - 4);
        text.append("</svg>\n");
        int left = children.size() - rows.size();
        if (left > 0 || bars > MOST_BARS) {
            text.append("<p>Left out: ")
                    .append(left)
                    .append(" tasks, ")
                    .append(Math.max(0, bars - MOST_BARS))
                    .append(" bars.</p>\n");
        }
    }

    private void axis(int y) {
        for (int tenth = 0; tenth <= 10; tenth++) {
            text.append("<text x=\"")
                    .append(LABEL_WIDTH + tenth * WIDTH / 10)
                    .append("\" y=\"")
                    .append(y)
                    .append("\" text-anchor=\"")
                    .append(tenth == 0 ? "start" : tenth == 10 ? "end" : "middle")
                    .append("\">")
                    .append(Labels.time(trace.nanos() * tenth / 10))
                    .append("</text>\n");
        }
    }

    private void label(Task<?> task, Integer row) {
        text.append("<text x=\"4\" y=\"")
                .append(row * ROW_HEIGHT + 13)
                .append("\">")
                .append(escape(Labels.brief(task.name())))
                .append("<title>")
                .append(escape(task.name()))
                .append("</title></text>\n");
    }

    private void draw(TraceEvent event, Map<Task<?>, Integer> at, Map<Task<?>, TraceEvent.Step> awaiting) {
        switch (event) {
            case TraceEvent.Poll poll -> bar("poll", 0, poll.nanos(), poll.until(), "poll");
            case TraceEvent.Callback callback -> bar("step", 0, callback.nanos(), callback.until(), callback.what());
            case TraceEvent.Step step -> {
                Integer row = at.get(step.task());
                if (row == null) {
                    return;
                }
                TraceEvent.Step before = awaiting.remove(step.task());
                if (before != null) {
                    drawAwait(before, step.nanos(), at);
                }
                bar(
                        "step",
                        row,
                        step.nanos(),
                        step.until(),
                        "a step of " + step.task().name());
                if (step.on() != null) {
                    awaiting.put(step.task(), step);
                }
            }
            case TraceEvent.CancelRequested request -> {
                Integer row = at.get(request.task());
                if (row != null) {
                    bar("gone", row, request.nanos(), request.nanos(), "cancel requested by " + request.by());
                }
            }
            default -> {}
        }
    }

    private void drawAwait(TraceEvent.Step step, long until, Map<Task<?>, Integer> at) {
        Integer row = at.get(step.task());
        if (row != null && step.on() != null) {
            bar("await", row, step.until(), until, "awaits " + Labels.of(step.on()));
        }
    }

    private void bar(String kind, int row, long from, long until, String what) {
        if (++bars > MOST_BARS) {
            return;
        }
        double scale = WIDTH / (double) Math.max(1, trace.nanos());
        text.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\"><title>%s, %s, at %s</title></rect>%n",
                kind,
                LABEL_WIDTH + from * scale,
                row * ROW_HEIGHT + 3,
                Math.max(NARROWEST, (until - from) * scale),
                ROW_HEIGHT - 5,
                escape(what),
                Labels.time(until - from),
                Labels.time(from)));
    }

    // --- the tree --------------------------------------------------------------------------------

    private void tree() {
        text.append("<h2>Who created whom</h2>\n<ul>\n");
        Set<Task<?>> roots = new LinkedHashSet<>(children.keySet());
        children.values().forEach(roots::removeAll);
        int left = roots.stream()
                        .limit(MOST_ROWS)
                        .mapToInt(root -> branch(root, 0))
                        .sum()
                + (int) Math.max(0, roots.size() - (long) MOST_ROWS);
        text.append("</ul>\n");
        if (left > 0) {
            text.append("<p>Left out: ").append(left).append(" tasks.</p>\n");
        }
    }

    /// {@return how many children were left out}
    private int branch(Task<?> task, int depth) {
        List<Task<?>> mine = children.getOrDefault(task, List.of());
        text.append("<li>").append(escape(task.name())).append(": ").append(escape(Labels.outcome(task)));
        int left = 0;
        if (!mine.isEmpty() && depth < ROW_HEIGHT) {
            text.append("\n<ul>\n");
            for (Task<?> child : mine.subList(0, Math.min(mine.size(), MOST_ROWS))) {
                left += branch(child, depth + 1);
            }
            text.append("</ul>");
            left += Math.max(0, mine.size() - MOST_ROWS);
        } else {
            left = mine.size();
        }
        text.append("</li>\n");
        return left;
    }

    /// Without scripts the text is all there is to see of it.
    private void diagram(String heading, String mermaid) {
        text.append("""
                <section class="diagram">
                <h2>%1$s</h2>
                <p class="note" role="status"></p>
                <div class="drawing" tabindex="0" role="img" aria-label="%1$s" hidden></div>
                <details open>
                <summary>As text, for Mermaid</summary>
                <button type="button" hidden>Copy</button>
                <pre tabindex="0">
                %2$s</pre>
                </details>
                </section>
                """.formatted(heading, escape(mermaid)));
    }

    private static String escape(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
