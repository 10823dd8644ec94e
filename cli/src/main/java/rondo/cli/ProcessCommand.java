package rondo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A command about another process that runs event loops.
abstract class ProcessCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("unused") // picocli fills it
    private final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "PID", description = "the process; it must be of the same user")
    private long pid;

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return run(new MonitoredProcess(pid));
        } catch (MonitorRefusal e) {
            System.err.println(
                    "rondo " + getClass().getAnnotation(Command.class).name() + ": " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    /// Does what the command is for.
    ///
    /// @return the exit status
    abstract int run(MonitoredProcess process) throws MonitorRefusal, InterruptedException;
}
