package rondo.testkit;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.time.SystemClock;

/// A simulation as a command: `--seeds N` runs it with N seeds until one fails, and shows its progress; with
/// `--all` it goes on, and counts those that fail; `--replay SEED` shows one again, with its diagram; without
/// any of them it runs once, first in, first out. `--from SEED` is the first of the seeds, 0 unless given, and
/// `--order priorities` chooses [Order#PRIORITIES]. `--help` lists these.
///
/// What it finds goes to the standard output, its progress to the standard error.
public final class SimulationCommand {
    /// The exit status where all runs have passed.
    public static final int PASSED = 0;

    /// The exit status where a run has failed.
    public static final int FAILED = 1;

    /// The exit status where the arguments are wrong.
    public static final int USAGE = 2;

    private static final int SHOWN = 20;
    private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();

    private final String command;
    private final List<String> arguments;
    private final PrintStream out;
    private final PrintStream progress;

    private @Nullable Integer seeds;
    private @Nullable Long replayed;
    private @Nullable Long from;
    private boolean all;
    private @Nullable Order order;

    SimulationCommand(String command, List<String> arguments, PrintStream out, PrintStream progress) {
        this.command = command;
        this.arguments = new ArrayList<>(arguments);
        this.out = out;
        this.progress = progress;
    }

    /// Creates a command that has not run.
    ///
    /// @param command what starts the program, for the line that tells how to replay a failure
    /// @param arguments what the program was given
    /// @return the command
    public static SimulationCommand of(String command, String... arguments) {
        return new SimulationCommand(command, List.of(arguments), System.out, System.err);
    }

    /// Takes a flag of the program's own out of the arguments.
    ///
    /// @param name the flag, such as `--fixed`
    /// @return whether it was there
    public boolean flag(String name) {
        return arguments.remove(name);
    }

    /// Runs a simulation as the arguments say.
    ///
    /// @param body the program
    /// @return the exit status: [#PASSED], [#FAILED] or [#USAGE]
    public int run(Simulation.Body body) {
        return run(SimulationOptions.defaults(), body);
    }

    /// Runs a simulation as the arguments say.
    ///
    /// @param options limits, and what is allowed; seed and order are the arguments'
    /// @param body the program
    /// @return the exit status: [#PASSED], [#FAILED] or [#USAGE]
    public int run(SimulationOptions options, Simulation.Body body) {
        if (flag("--help")) {
            out.println(usage());
            return PASSED;
        }
        try {
            read();
        } catch (IllegalArgumentException e) {
            progress.println(command + ": " + e.getMessage() + "\n" + usage());
            return USAGE;
        }
        var mine = options.withOrder(order == null ? Order.RANDOM : order).withReplayCommand(replayCommand());
        if (replayed != null) {
            return replay(mine.withSeed(replayed), body);
        }
        if (seeds == null) {
            return once(mine.withOrder(Order.FIFO), body);
        }
        var first = mine.withSeed(from == null ? 0 : from);
        return all ? count(first, seeds, body) : search(first, seeds, body);
    }

    private String usage() {
        return "usage: " + command + " [--seeds N [--from SEED] [--all] | --replay SEED] [--order random|priorities]";
    }

    // --- arguments -------------------------------------------------------------------------------

    private void read() {
        all = flag("--all");
        var left = arguments.iterator();
        while (left.hasNext()) {
            String name = left.next();
            if (!left.hasNext()) {
                throw new IllegalArgumentException("'" + name + "' is no option, or lacks its value");
            }
            String value = left.next();
            switch (name) {
                case "--seeds" -> seeds = positive(value);
                case "--from" -> from = number(name, value);
                case "--replay" -> replayed = number(name, value);
                case "--order" -> order = order(value);
                default -> throw new IllegalArgumentException("there is no option '" + name + "'");
            }
        }
        checkTogether();
    }

    /// An option that would do nothing is a mistake.
    private void checkTogether() {
        if (seeds != null && replayed != null) {
            throw new IllegalArgumentException("--seeds looks for a seed and --replay has one; give one of the two");
        }
        if (seeds == null && (all || from != null)) {
            throw new IllegalArgumentException((all ? "--all" : "--from") + " says which seeds; add --seeds N");
        }
        if (seeds == null && replayed == null && order != null) {
            throw new IllegalArgumentException("--order says how seeds choose; add --seeds N or --replay SEED");
        }
    }

    private static int positive(String value) {
        long seeds = number("--seeds", value);
        if (seeds < 1 || seeds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("--seeds " + value + " is not from 1 to " + Integer.MAX_VALUE);
        }
        return (int) seeds;
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value.replace("_", "").replace(",", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " takes a number, not '" + value + "'", e);
        }
    }

    private static Order order(String value) {
        return switch (value) {
            case "random" -> Order.RANDOM;
            case "priorities" -> Order.PRIORITIES;
            default -> throw new IllegalArgumentException("--order is random or priorities, not '" + value + "'");
        };
    }

    private String replayCommand() {
        return command + " --replay %d" + (order == Order.PRIORITIES ? " --order priorities" : "");
    }

    // --- what it does ----------------------------------------------------------------------------

    private int once(SimulationOptions options, Simulation.Body body) {
        SimulatedRun run = Simulation.replay(options, body);
        if (run.failure() != null) {
            out.println("failed, first in, first out: " + Names.of(run.failure()) + "\n" + run.trace() + "\n"
                    + run.trace().timeline());
            return FAILED;
        }
        out.println("passed, first in, first out: " + run.trace());
        out.println("other orders and other luck: " + command + " --seeds 10000");
        return PASSED;
    }

    private int search(SimulationOptions options, int count, Simulation.Body body) {
        long start = SystemClock.instance().nanos();
        Exploration exploration = Simulation.search(options, count, new ProgressLine(progress), body);
        FailedRun failed = exploration.failure();
        if (failed == null) {
            double seconds = (SystemClock.instance().nanos() - start) / 1e9;
            out.printf(Locale.ROOT, "%,d seeds passed in %.1f s%ntraces %s%n", count, seconds, exploration.traces());
            return PASSED;
        }
        out.println(failed.report());
        return FAILED;
    }

    private int count(SimulationOptions options, int count, Simulation.Body body) {
        List<SimulatedRun> failing = Simulation.failing(options, count, new ProgressLine(progress), body);
        if (failing.isEmpty()) {
            out.printf(Locale.ROOT, "%,d seeds passed%n", count);
            return PASSED;
        }
        var traces = new TraceHash();
        failing.forEach(run -> traces.add(run.trace().hash()));
        for (SimulatedRun run : failing.subList(0, Math.min(SHOWN, failing.size()))) {
            out.println("seed " + run.seed() + ": " + Names.of(Objects.requireNonNull(run.failure())));
        }
        out.printf(
                Locale.ROOT,
                "%,d of %,d seeds failed, each twice by the same steps; %s%ntraces %s%n",
                failing.size(),
                count,
                options.replayCommand().replace("%d", "SEED"),
                traces);
        return FAILED;
    }

    /// The seed's run, and, if it fails, the shortest order that does.
    private int replay(SimulationOptions options, Simulation.Body body) {
        FailedRun failed = Simulation.search(options, 1, any -> {}, body).failure();
        if (failed == null) {
            SimulatedRun run = Simulation.replay(options, body);
            out.println("seed " + options.seed() + " passed\n" + run.trace() + "\n"
                    + run.trace().timeline());
            return PASSED;
        }
        out.println(failed.report());
        out.println("\n```mermaid\n" + failed.shortest().trace().diagram() + "\n```");
        return FAILED;
    }

    /// One line that is written over on a terminal; a line every two seconds elsewhere.
    private static final class ProgressLine implements java.util.function.Consumer<Progress> {
        private final PrintStream to;
        private final boolean terminal = onTerminal();
        private long next = SystemClock.instance().nanos() + QUIET_NANOS;

        ProgressLine(PrintStream to) {
            this.to = to;
        }

        @SuppressWarnings("SystemConsoleNull") // it is, by default, where the output is redirected
        private static boolean onTerminal() {
            Console console = System.console();
            return console != null && console.isTerminal();
        }

        @Override
        public void accept(Progress progress) {
            if (terminal) {
                to.print("\r" + progress + "   " + (progress.done() == progress.total() ? "\n" : ""));
                to.flush();
            } else if (SystemClock.instance().nanos() >= next) {
                next = SystemClock.instance().nanos() + QUIET_NANOS;
                to.println(progress);
            }
        }
    }
}
