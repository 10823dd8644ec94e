package rondo.observe;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import rondo.loop.EventLoop;
import rondo.task.VoidBody;

/// What a [Recorder] has seen of a loop, and the pictures of it: the four diagrams of the deep dive, a file for
/// Perfetto's UI, a page.
///
/// Tasks have the names that they have when it is drawn. It does not change any more, but for what its tasks
/// become meanwhile; draw it on the loop's thread, or when the loop does not run.
public final class Trace {
    private final String loop;
    private final String carrier;
    private final long nanos;
    private final List<TraceEvent> events;
    private final long eventsLeftOut;
    private final Tally tally;

    Trace(String loop, String carrier, long nanos, List<TraceEvent> events, long eventsLeftOut, Tally tally) {
        this.loop = loop;
        this.carrier = carrier;
        this.nanos = nanos;
        this.events = events;
        this.eventsLeftOut = eventsLeftOut;
        this.tally = tally;
    }

    /// Records the running loop while a body runs in the calling task.
    ///
    /// @param body what to record; a cancel of the calling task reaches it
    /// @return what has happened meanwhile on the loop
    /// @throws Exception what the body threw; the recording is lost then
    public static Trace record(VoidBody body) throws Exception {
        try (Recorder recorder = Recorder.on(EventLoop.current())) {
            body.run();
            return recorder.trace();
        }
    }

    /// {@return the tick's flowchart in Mermaid, with counts and times on its edges; of the whole recording}
    public String tickChart() {
        return new TickChart(tally, nanos).mermaid();
    }

    /// {@return the task's state diagram in Mermaid: the transitions seen, with counts; of the whole recording}
    public String stateChart() {
        return new StateChart(tally).mermaid();
    }

    /// {@return the calls of gather, wait, TaskGroup and timeout in Mermaid, with what they waited for and how
    /// it ended; at most about 80 nodes, and how many were left out}
    public String scopeChart() {
        return new ScopeChart(events).mermaid();
    }

    /// {@return who created, awaited, cancelled and timed out whom, as a sequence diagram in Mermaid; at most
    /// 10 tasks and 90 messages, and how many were left out}
    public String sequenceChart() {
        return new SequenceChart(events).mermaid();
    }

    /// {@return the four diagrams under their headings, in Markdown that renders them}
    public String markdown() {
        return "Loop `%s`, %s carrier, %s, %d tasks.%s\n\n"
                        .formatted(loop.replace('`', '\''), carrier, Labels.time(nanos), tally.created, loss())
                + section("Event loop internals", tickChart())
                + section("Task lifecycle states", stateChart())
                + section("gather, wait, TaskGroup, timeout", scopeChart())
                + section("Timeout and cancellation", sequenceChart());
    }

    private String loss() {
        return eventsLeftOut == 0
                ? ""
                : " The %d oldest events are left out of the last two diagrams.".formatted(eventsLeftOut);
    }

    private static String section(String heading, String diagram) {
        return "## " + heading + "\n```mermaid\n" + diagram + "```\n\n";
    }

    /// Writes it to a file, in the form that its name ends with: `.md` (the diagrams), `.json.gz` (for
    /// `https://ui.perfetto.dev`), `.html` (one page that needs nothing else).
    ///
    /// @param file where to; replaced if it exists
    /// @throws IllegalArgumentException if the name ends in nothing of these; nothing has been written
    /// @throws IOException if the file cannot be written
    public void write(Path file) throws IOException {
        String name = name(file);
        if (name.endsWith(".md")) {
            write(file, "# Trace of a run\n\n" + markdown().stripTrailing() + "\n");
        } else if (name.endsWith(".html")) {
            write(file, new TracePage(this).html());
        } else if (name.endsWith(".json.gz")) {
            try (Writer out = new BufferedWriter(new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
                new ChromeTrace(this, out).write();
            }
        } else {
            throw new IllegalArgumentException(
                    file + " ends in nothing that a trace can be: use .md, .json.gz or .html");
        }
    }

    /// Half of a surrogate pair in a name becomes a question mark.
    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return whether [#write(Path)] knows a form for a file of this name}
    ///
    /// @param file the file
    public static boolean canWrite(Path file) {
        String name = name(file);
        return name.endsWith(".md") || name.endsWith(".json.gz") || name.endsWith(".html");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()); // the root has none
    }

    /// {@return how many events were too old to be kept; counts include them}
    public long eventsLeftOut() {
        return eventsLeftOut;
    }

    String loop() {
        return loop;
    }

    String carrier() {
        return carrier;
    }

    long nanos() {
        return nanos;
    }

    List<TraceEvent> events() {
        return events;
    }

    Tally tally() {
        return tally;
    }
}
