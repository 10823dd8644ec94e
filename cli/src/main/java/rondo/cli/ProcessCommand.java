package rondo.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A command about another process that runs event loops.
abstract class ProcessCommand implements Callable<Integer> {
    private static final String BROKEN_PIPE = "Broken pipe"; // EPIPE, in the words of the JDK

    @Mixin
    @SuppressWarnings("unused") // picocli fills it
    private final HelpOption help = new HelpOption();

    @Parameters(
            index = "0",
            paramLabel = "PID",
            converter = ProcessNumber.class,
            description = "the process; it must be of the same user")
    private long pid;

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return run(new MonitoredProcess(pid), Output.standard());
        } catch (MonitorRefusal e) {
            complain(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (!BROKEN_PIPE.equals(e.getMessage())) { // head and its like have seen enough
                complain("cannot write: " + e.getMessage());
            }
        }
        return ExitCode.FAILED;
    }

    private void complain(String why) {
        System.err.println("rondo " + getClass().getAnnotation(Command.class).name() + ": " + why);
    }

    /// Does what the command is for.
    ///
    /// @param out where its answer goes
    /// @return the exit status
    /// @throws IOException if that cannot be written
    abstract int run(MonitoredProcess process, Output out) throws MonitorRefusal, IOException, InterruptedException;
}
