package rondo.cli;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Compiles one source file into memory, as `java FILE.java` does.
final class Compiler {
    private final Path file;
    private final List<String> options;

    /// @param classPath what the program needs besides Rondo, in the system's own notation; may be empty
    Compiler(Path file, String classPath) {
        this.file = file;
        var own = System.getProperty("java.class.path");
        this.options = List.of(
                "--class-path",
                classPath.isEmpty() ? own : own + File.pathSeparator + classPath,
                "-proc:none",
                "-Xdiags:verbose",
                "-Xlint:deprecation");
    }

    /// {@return the program, or null when it does not compile; javac's own words are on the error stream}
    @Nullable Program compile() throws IOException {
        var javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            System.err.println("rondo run: needs a JDK to compile " + file + "; " + System.getProperty("java.home")
                    + " has no compiler");
            return null;
        }
        var log = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        var program = compile(javac, log);
        if (program == null) {
            log.println("rondo run: " + file + " does not compile");
        }
        return program;
    }

    private @Nullable Program compile(JavaCompiler javac, PrintWriter log) throws IOException {
        try (var files = new MemoryFiles(javac.getStandardFileManager(null, null, null))) {
            var task = (JavacTask) javac.getTask(log, files, null, options, null, List.of(files.source(file)));
            var topClasses = new TopClasses();
            task.addTaskListener(topClasses);
            return task.call() ? new Program(topClasses.names(), files.classes()) : null;
        }
    }
}
