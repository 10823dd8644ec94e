package rondo.net;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import rondo.io.Threads;

/// The start of one process, on a helper thread: it takes a millisecond or more. If the caller is cancelled
/// meanwhile, the process is killed as soon as it exists.
final class SubprocessStart {
    private final SubprocessOptions options;
    private final List<String> command;
    private final AtomicBoolean decided = new AtomicBoolean(); // any thread: either it has started, or nobody wants it
    private volatile @Nullable Process process; // any thread

    SubprocessStart(SubprocessOptions options, List<String> command) {
        this.options = options;
        this.command = command;
    }

    /// Suspends the calling task until the process runs.
    Process await() throws IOException {
        try {
            return Threads.toThread(this::start);
        } catch (Throwable e) {
            abandon();
            throw e;
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = builder();
        Process started;
        try {
            started = builder.start();
        } catch (IOException e) {
            throw explained(e);
        }
        process = started;
        if (!decided.compareAndSet(false, true)) {
            started.destroyForcibly();
        }
        return started;
    }

    private void abandon() {
        if (!decided.compareAndSet(false, true) && process != null) {
            process.destroyForcibly();
        }
    }

    private ProcessBuilder builder() {
        var builder = new ProcessBuilder(command)
                .redirectInput(options.stdin())
                .redirectOutput(options.stdout())
                .redirectError(options.stderr())
                .redirectErrorStream(options.errorsInOutput());
        Path directory = options.directory();
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        Map<String, String> environment = options.environment();
        if (environment != null) {
            builder.environment().clear();
            builder.environment().putAll(environment);
        }
        return builder;
    }

    /// The system says only that something was not found.
    private IOException explained(IOException cause) {
        IOException explained = cause.getCause() instanceof FileNotFoundException redirect
                ? new FileNotFoundException("cannot start '" + command.getFirst()
                        + "': a file that one of its redirects names cannot be opened: " + redirect.getMessage())
                : explanation(String.valueOf(cause.getMessage()));
        if (explained == null) {
            return cause;
        }
        explained.initCause(cause);
        return explained;
    }

    private @Nullable IOException explanation(String message) {
        String program = command.getFirst();
        Path directory = options.directory();
        if (directory != null && !Files.isDirectory(directory)) {
            return new NotDirectoryException(
                    directory + ", which is to be the working directory of '" + program + "', is no directory");
        }
        if (message.contains("No such file or directory") && program.contains("/") && Files.exists(Path.of(program))) {
            return new NoSuchFileException(
                    program, null, "this file is there, but not the interpreter or loader that it names");
        }
        if (message.contains("No such file or directory")) {
            return new NoSuchFileException(
                    program, null, "there is no such program; give its path, or a name found in PATH");
        }
        return message.contains("Permission denied")
                ? new AccessDeniedException(program, null, "this file cannot be run as a program; is it executable?")
                : null;
    }
}
