package rondo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rondo.loop.EventLoop;
import rondo.observe.Recorder;
import rondo.observe.Trace;

/// `rondo trace [-o FILE] FILE.java [ARGS...]`: runs a program as `rondo run` does, and draws what its loop
/// did.
@Command(
        name = "trace",
        description = "Runs a program, and draws what its event loop did.",
        customSynopsis = "rondo trace [-o FILE] [OPTIONS] FILE.java [ARGS...]",
        footer = {
            "%nFILE ends in .md (Mermaid diagrams), .json.gz (for https://ui.perfetto.dev)",
            "or .html (one page that needs nothing else). The exit status is the program's."
        })
final class TraceCommand implements Callable<Integer> {
    private static final int MOST_EVENTS = 1 << 28; // some 5 GB

    @Mixin
    @SuppressWarnings("unused") // picocli fills it
    private final HelpOption help = new HelpOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where to write the trace; ${DEFAULT-VALUE} if nothing is said")
    private Path output = Path.of("trace.html");

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "how many of the newest events to keep; ${DEFAULT-VALUE} if nothing is said")
    private int eventLimit = Recorder.EVENT_LIMIT;

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var refusal = refusal();
        if (refusal != null) {
            System.err.println("rondo trace: " + refusal);
            return ExitCode.USAGE;
        }
        var recordings = new Recordings(output, eventLimit);
        EventLoop.atStart(recordings::begin);
        Runtime.getRuntime().addShutdownHook(new Thread(recordings::write, "rondo-trace"));
        return program.run();
    }

    private @Nullable String refusal() {
        if (!Trace.canWrite(output)) {
            return output + " ends in nothing that a trace can be; use .md, .json.gz or .html";
        }
        Path home = output.toAbsolutePath().getParent();
        if (home == null || !Files.isDirectory(home)) {
            return "there is no folder " + home + " to write " + output.getFileName() + " to";
        }
        if (Files.isDirectory(output) || !Files.isWritable(Files.exists(output) ? output : home)) {
            return output + " cannot be written";
        }
        return eventLimit < 2 || eventLimit > MOST_EVENTS
                ? "--events is " + eventLimit + "; keep 2 at least and " + MOST_EVENTS + " at most"
                : program.refusal();
    }
}
