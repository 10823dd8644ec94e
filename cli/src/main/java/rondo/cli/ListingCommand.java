package rondo.cli;

import java.io.Console;
import java.time.Duration;
import java.util.Objects;
import picocli.CommandLine.Option;

/// A command that shows the tasks of another process, once or again and again.
abstract class ListingCommand extends ProcessCommand {
    private static final String CLEAR_SCREEN = "\033[H\033[2J";
    private static final int MILLIS = 1_000;

    @Option(names = "--json", description = "prints what the process says, as JSON")
    private boolean json;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "1",
            description = "shows it again and again until Ctrl-C, every ${FALLBACK-VALUE} second if nothing is said")
    private double watchSeconds;

    @Option(
            names = "--stacks",
            paramLabel = "N",
            description = "of how many tasks to fetch the stack, the oldest; ${DEFAULT-VALUE} if nothing is said")
    private int stacks = MILLIS;

    @Override
    final int run(MonitoredProcess process) throws MonitorRefusal, InterruptedException {
        String request = "snapshot " + Math.max(0, stacks);
        int status = show(process, request);
        while (watchSeconds > 0) {
            Thread.sleep(Duration.ofMillis((long) (watchSeconds * MILLIS)));
            clearScreen();
            status = show(process, request);
        }
        return status;
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives none where the streams are redirected
    private static void clearScreen() {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            System.out.print(CLEAR_SCREEN);
        }
    }

    private int show(MonitoredProcess process, String request) throws MonitorRefusal {
        if (json) {
            String reply = process.ask(request);
            Objects.requireNonNull(process.checked(reply));
            System.out.println(reply);
            return ExitCode.OK;
        }
        return show(process.view(request));
    }

    /// Prints a view.
    ///
    /// @return the exit status
    abstract int show(ProcessView view);
}
