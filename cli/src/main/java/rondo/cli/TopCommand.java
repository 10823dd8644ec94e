package rondo.cli;

import java.io.IOException;
import java.time.Duration;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rondo top PID`: the tasks of another process on a live screen.
@Command(
        name = "top",
        description = "Shows the tasks of another process on a live screen.",
        footer = {
            "%nKeys: arrows choose a task, Enter shows its stack, Esc goes back, q ends;",
            "i n s w a sort by number, name, state, what it waits for, how many await it, r turns the order round;",
            "/ filters by what a row contains."
        })
final class TopCommand extends ProcessCommand {
    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "1",
            converter = Seconds.class,
            description = "how often to look; ${DEFAULT-VALUE} if nothing is said")
    private Duration every = Duration.ofSeconds(1);

    @Override
    int run(MonitoredProcess process, Output out) throws MonitorRefusal, InterruptedException {
        process.view(TopFeed.ALL); // a process that cannot be reached is told of without a screen
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                throw new MonitorRefusal("there is no terminal here that a screen can be drawn on; use rondo ps "
                        + process.pid() + " --watch");
            }
            var feed = new TopFeed(process::view, every);
            Thread.ofPlatform().daemon().name("rondo-top-feed").start(feed);
            new TopScreen(terminal, "process " + process.pid(), feed).run();
            return ExitCode.OK;
        } catch (IOException e) {
            throw new MonitorRefusal("the terminal cannot be used: " + e.getMessage());
        }
    }
}
