package rondo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `rondo run FILE.java [ARGS...]`: compiles a program of one file into memory and runs its `main`.
@Command(
        name = "run",
        description = "Compiles a program of one file into memory and runs its main.",
        customSynopsis = "rondo run [OPTIONS] FILE.java [ARGS...]",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the program has ended, and with it the last thread that is not a daemon",
            "1:it does not compile, has no main, or main threw an error",
            "2:the command line is wrong, or there is no such file",
            "130:ended by Ctrl-C (SIGINT)",
            "143:ended by SIGTERM",
            "N:the program called System.exit(N)"
        },
        footerHeading = "%nCtrl-C and SIGTERM:%n",
        footer = {
            "The main task is cancelled, and its finally blocks run. A second one ends",
            "the process at once. Outside a loop they end it as any Java program."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("unused") // picocli fills it
    private final HelpOption help = new HelpOption();

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    RunCommand() {}

    RunCommand(Path file, List<String> arguments) {
        program = new ProgramOptions(file, arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var refusal = program.refusal();
        if (refusal != null) {
            System.err.println("rondo run: " + refusal);
            return ExitCode.USAGE;
        }
        return program.run();
    }
}
