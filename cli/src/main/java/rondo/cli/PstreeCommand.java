package rondo.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import rondo.cli.ProcessView.LoopView;

/// `rondo pstree PID`: the tasks of another process as a tree of who awaits whom.
@Command(
        name = "pstree",
        description = "Draws who awaits whom in a process that runs event loops, as python -m asyncio pstree does.",
        footer = "%nTasks that await each other in a ring are named, with exit status 1.")
final class PstreeCommand extends ListingCommand {
    @Override
    int show(ProcessView view, Output out) throws IOException {
        TaskTree.Signs signs = TaskTree.Signs.of(out);
        int status = ExitCode.OK;
        for (LoopView loop : view.loops()) {
            var tree = new TaskTree(loop, signs);
            List<String> rings = tree.rings();
            if (view.loops().size() > 1) {
                out.println("event loop '" + loop.name() + "'");
            }
            if (rings.isEmpty()) {
                out.print(tree.text());
            } else {
                out.println("ERROR: await-graph contains cycles - cannot print a tree!\n");
                for (String ring : rings) {
                    out.println("cycle: " + ring);
                }
                status = ExitCode.FAILED;
            }
        }
        return status;
    }
}
