package rondo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rondo.loop.CarrierChoice;

/// Which program to run, and how: what `rondo run` and `rondo trace` have in common.
final class ProgramOptions {
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

    ProgramOptions() {}

    ProgramOptions(Path file, List<String> arguments) {
        this.file = file;
        this.arguments = arguments;
    }

    /// {@return why there is no program to compile here, or null}
    @Nullable String refusal() {
        if (Files.notExists(file)) {
            return "there is no file " + file;
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return file + " is not a file that can be read";
        }
        return file.toString().endsWith(".java") ? null : file + " is not a .java file";
    }

    /// Compiles the program and runs its main.
    ///
    /// @return the exit status that its end asks for
    int run() throws IOException, InterruptedException {
        setProperties();
        var program = new Compiler(file, classPath).compile();
        return program == null ? ExitCode.FAILED : program.run(classPath, arguments);
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
