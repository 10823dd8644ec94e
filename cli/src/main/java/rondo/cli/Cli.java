package rondo.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands, and what `rondo` alone prints.
@Command(
        name = "rondo",
        description = "Runs asyncio-style programs: one thread, one event loop, straight-line code.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            TraceCommand.class,
            PsCommand.class,
            PstreeCommand.class,
            TopCommand.class,
            InspectCommand.class,
            WhereCommand.class,
            CancelCommand.class,
            DoctorCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class Cli {
    private Cli() {}

    /// Runs one command.
    ///
    /// @param arguments the command, then its own
    /// @throws Exception what a command could not handle
    public static void main(String[] arguments) throws Exception {
        // most calls are this one, and picocli would take longer than all the rest of the start
        if (arguments.length >= 2 && arguments[0].equals("run") && !arguments[1].startsWith("-")) {
            var program = Path.of(arguments[1]);
            end(new RunCommand(program, Arrays.asList(arguments).subList(2, arguments.length)).call());
        } else {
            end(parse(arguments));
        }
    }

    private static int parse(String[] arguments) {
        var commands = new CommandLine(new Cli());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        // what follows FILE.java belongs to the program
        for (var name : List.of("run", "trace")) {
            Objects.requireNonNull(commands.getSubcommands().get(name)).setStopAtPositional(true);
        }
        commands.setParameterExceptionHandler((mistake, _) -> refuse(mistake));
        if (arguments.length == 0) {
            commands.usage(System.err);
            return ExitCode.USAGE;
        }
        return commands.execute(arguments);
    }

    private static int refuse(ParameterException mistake) {
        var command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        System.err.println(command + ": " + what(mistake) + "; see " + command + " --help");
        return ExitCode.USAGE;
    }

    private static String what(ParameterException mistake) {
        var line = mistake.getCommandLine();
        var first = mistake instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().getFirst()
                : "-";
        if (first.startsWith("-") || line.getSubcommands().isEmpty()) {
            return String.valueOf(mistake.getMessage());
        }
        return "there is no command '" + first + "'"
                + (first.endsWith(".java") ? "; a program is run by rondo run " + first : "");
    }

    /// Ends as `java` does: by itself, when the last thread that is not a daemon has ended, with status 1 when
    /// main threw. The launcher gives that status when this thread throws; what happened is printed already.
    private static void end(int status) {
        if (status == ExitCode.FAILED) {
            Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
            throw new ProgramFailedError();
        }
        if (status != ExitCode.OK) {
            System.exit(status);
        }
    }
}
