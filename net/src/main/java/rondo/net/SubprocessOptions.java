package rondo.net;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.io.StreamOptions;

/// How a process is started.
///
/// @param stdin where its standard input comes from
/// @param stdout where its standard output goes
/// @param stderr where its standard error goes
/// @param errorsInOutput whether standard error goes where standard output does, whatever `stderr` says
/// @param environment its environment variables, all of them; null for this process's own
/// @param directory its working directory; null for this process's own
/// @param stream how the streams of its pipes behave
public record SubprocessOptions(
        Redirect stdin,
        Redirect stdout,
        Redirect stderr,
        boolean errorsInOutput,
        @Nullable Map<String, String> environment,
        @Nullable Path directory,
        StreamOptions stream) {
    private static final SubprocessOptions INHERITED = new SubprocessOptions(
            Redirect.INHERIT, Redirect.INHERIT, Redirect.INHERIT, false, null, null, StreamOptions.defaults());

    /// Copies the environment.
    public SubprocessOptions {
        environment = environment == null ? null : copy(environment);
    }

    private static Map<String, String> copy(Map<String, String> environment) {
        environment.forEach((name, value) -> Objects.requireNonNull(
                value,
                () -> "the environment variable '" + name + "' is null; leave it out, or give it an empty text"));
        return Map.copyOf(environment);
    }

    /// {@return the options of a process that shares this one's standard input, output and error (asyncio's
    /// default)}
    public static SubprocessOptions inherited() {
        return INHERITED;
    }

    /// {@return the options of a process whose standard input, output and error are streams (asyncio's `PIPE`)}
    public static SubprocessOptions piped() {
        return INHERITED.withStdin(Redirect.PIPE).withStdout(Redirect.PIPE).withStderr(Redirect.PIPE);
    }

    /// {@return these options with another standard input}
    /// @param from `PIPE`, `INHERIT`, or a file
    public SubprocessOptions withStdin(Redirect from) {
        return new SubprocessOptions(from, stdout, stderr, errorsInOutput, environment, directory, stream);
    }

    /// {@return these options with another standard output}
    /// @param to `PIPE`, `INHERIT`, `DISCARD`, or a file
    public SubprocessOptions withStdout(Redirect to) {
        return new SubprocessOptions(stdin, to, stderr, errorsInOutput, environment, directory, stream);
    }

    /// {@return these options with another standard error}
    /// @param to `PIPE`, `INHERIT`, `DISCARD`, or a file
    public SubprocessOptions withStderr(Redirect to) {
        return new SubprocessOptions(stdin, stdout, to, false, environment, directory, stream);
    }

    /// {@return these options with standard error in the standard output (asyncio's `STDOUT`)}
    public SubprocessOptions withErrorsInOutput() {
        return new SubprocessOptions(stdin, stdout, stderr, true, environment, directory, stream);
    }

    /// {@return these options with other environment variables}
    /// @param variables all of them; copied
    public SubprocessOptions withEnvironment(Map<String, String> variables) {
        return new SubprocessOptions(stdin, stdout, stderr, errorsInOutput, variables, directory, stream);
    }

    /// {@return these options with one environment variable more, or changed}
    /// @param name its name
    /// @param value its value
    public SubprocessOptions withVariable(String name, String value) {
        var variables = new LinkedHashMap<>(environment == null ? System.getenv() : environment);
        variables.put(name, value);
        return withEnvironment(variables);
    }

    /// {@return these options with another working directory}
    /// @param path the directory
    public SubprocessOptions withDirectory(Path path) {
        return new SubprocessOptions(stdin, stdout, stderr, errorsInOutput, environment, path, stream);
    }

    /// {@return these options with another kind of stream}
    /// @param options how the streams of its pipes behave
    public SubprocessOptions withStream(StreamOptions options) {
        return new SubprocessOptions(stdin, stdout, stderr, errorsInOutput, environment, directory, options);
    }
}
