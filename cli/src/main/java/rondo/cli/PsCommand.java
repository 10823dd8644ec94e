package rondo.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

/// `rondo ps PID`: the tasks of another process as a table.
@Command(
        name = "ps",
        description = "Lists the tasks of a process that runs event loops, as python -m asyncio ps does.",
        footer = "%nIt works without a port, also while a task blocks the loop.")
final class PsCommand extends ListingCommand {
    @Override
    int show(ProcessView view, Output out) throws IOException {
        out.print(new TaskTable(view).text());
        return ExitCode.OK;
    }
}
