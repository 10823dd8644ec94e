package rondo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rondo.loop.CarrierChoice;

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
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Parameters(index = "0", paramLabel = "FILE.java", description = "the program; main in any form of Java 25")
    private Path file = Path.of("");

    @Parameters(index = "1..*", paramLabel = "ARGS", description = "what main is given")
    private List<String> arguments = List.of();

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            description = "jars and folders that the program needs besides Rondo")
    private String classPath = "";

    @Option(names = "-D", paramLabel = "NAME=VALUE", mapFallbackValue = "", description = "sets a system property")
    private Map<String, String> properties = Map.of();

    @Option(
            names = "--carrier",
            paramLabel = "CARRIER",
            description = "how a task gets a thread: direct, baton or auto")
    private CarrierChoice carrier = CarrierChoice.AUTO;

    @Option(names = "--debug", description = "asyncio's debug mode: slow callbacks, creation stacks, wrong threads")
    private boolean debug;

    RunCommand() {}

    RunCommand(Path file, List<String> arguments) {
        this.file = file;
        this.arguments = arguments;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var refusal = refusal();
        if (refusal != null) {
            System.err.println("rondo run: " + refusal);
            return ExitCode.USAGE;
        }
        setProperties();
        var program = new Compiler(file, classPath).compile();
        return program == null ? ExitCode.FAILED : program.run(classPath, arguments);
    }

    private @Nullable String refusal() {
        if (Files.notExists(file)) {
            return "there is no file " + file;
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return file + " is not a file that can be read";
        }
        return file.toString().endsWith(".java") ? null : file + " is not a .java file";
    }

    private void setProperties() {
        properties.forEach(System::setProperty);
        if (carrier != CarrierChoice.AUTO) {
            System.setProperty("rondo.carrier", carrier.name().toLowerCase(Locale.ROOT));
        }
        if (debug) {
            System.setProperty("rondo.debug", "true");
        }
    }
}
