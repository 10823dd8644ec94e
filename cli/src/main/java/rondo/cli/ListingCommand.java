package rondo.cli;

import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command that shows the tasks of another process, once or again and again.
abstract class ListingCommand extends ProcessCommand {
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    @Option(names = "--json", description = "prints what the process says, as JSON")
    private boolean json;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "1",
            preprocessor = AttachedValue.class,
            converter = Seconds.class,
            description = "shows it again and again until Ctrl-C, every ${FALLBACK-VALUE} second if nothing is said")
    private @Nullable Duration watch;

    @Option(
            names = "--stacks",
            paramLabel = "N",
            description = "of how many tasks to fetch the stack, the oldest; ${DEFAULT-VALUE} if nothing is said")
    private int stacks = 1_000;

    @Override
    final int run(MonitoredProcess process, Output out) throws MonitorRefusal, IOException, InterruptedException {
        String request = "snapshot " + Math.max(0, stacks);
        int status = show(process, request, out);
        while (watch != null) {
            Thread.sleep(watch);
            clearScreen(out);
            status = show(process, request, out);
        }
        return status;
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives none where the streams are redirected
    private static void clearScreen(Output out) throws IOException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            out.print(CLEAR_SCREEN);
        }
    }

    private int show(MonitoredProcess process, String request, Output out) throws MonitorRefusal, IOException {
        if (json) {
            String reply = process.ask(request);
            Objects.requireNonNull(process.checked(reply));
            out.println(reply);
            return ExitCode.OK;
        }
        return show(process.view(request), out);
    }

    /// Prints a view.
    ///
    /// @return the exit status
    abstract int show(ProcessView view, Output out) throws IOException;
}
