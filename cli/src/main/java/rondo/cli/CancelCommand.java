package rondo.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import rondo.loop.TerminalText;

/// `rondo cancel PID TASK`: asks a task of another process to cancel.
@Command(
        name = "cancel",
        description = "Asks a task of another process to cancel.",
        footer = "%nThe process must have been started with -Drondo.monitor=write.")
final class CancelCommand extends ProcessCommand {
    @Parameters(index = "1", paramLabel = "TASK", description = "the task's number or name, as rondo ps shows them")
    private String task = "";

    @Override
    int run(MonitoredProcess process, Output out) throws MonitorRefusal, IOException {
        long id = new TaskArgument(task).in(process.view("snapshot 0"));
        String name = TerminalText.of(
                String.valueOf(process.checked(process.ask("cancel " + id)).get("cancelled")));
        out.println("task " + id + " '" + name + "' was asked to cancel");
        return ExitCode.OK;
    }
}
