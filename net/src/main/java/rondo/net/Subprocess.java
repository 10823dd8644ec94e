package rondo.net;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.group.Gather;
import rondo.io.ByteStream;
import rondo.io.StreamClosedException;
import rondo.io.StreamOptions;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.sync.Event;
import rondo.task.Awaitable;

/// A process that this one has started (asyncio's `create_subprocess_exec` and `Process`).
///
/// Its pipes are streams. The JDK gives no channel to poll for them, so a read that has to wait, and each
/// write, is on a thread of its own for as long. Closing the process, or the end of the run, kills it if it
/// still runs, with the processes that it has started and not left to themselves. Belongs to the loop's thread.
public final class Subprocess implements AutoCloseable {
    private final EventLoop loop = EventLoop.current();
    private final Process process;
    private final String program;
    private final @Nullable ByteStream stdin;
    private final @Nullable ByteStream stdout;
    private final @Nullable ByteStream stderr;
    private final Event ended = new Event();
    private final @Nullable Throwable started; // debug mode: where

    private Subprocess(Process process, String program, SubprocessOptions options) {
        this.process = process;
        this.program = program;
        this.started = loop.debug() ? new Throwable("started here") : null;
        StreamOptions how = options.stream();
        String of = " of " + this;
        this.stdin = isPipe(options.stdin())
                ? new ByteStream(new PipeWriter(process.getOutputStream(), "stdin" + of), how)
                : null;
        this.stdout = isPipe(options.stdout())
                ? new ByteStream(new PipeReader(process.getInputStream(), "stdout" + of), how)
                : null;
        this.stderr = isPipe(options.stderr()) && !options.errorsInOutput()
                ? new ByteStream(new PipeReader(process.getErrorStream(), "stderr" + of), how)
                : null;
    }

    private static boolean isPipe(Redirect redirect) {
        return redirect.type() == Redirect.Type.PIPE;
    }

    // --- starting --------------------------------------------------------------------------------

    /// Starts a program that shares this one's standard input, output and error, as
    /// [#exec(SubprocessOptions, String, String...)] does.
    ///
    /// @param program its path, or a name found in `PATH`
    /// @param arguments its arguments, as they are: no shell sees them
    /// @return the process; close it when done
    /// @throws java.nio.file.NoSuchFileException if there is no such program
    /// @throws IOException if it cannot be started for another reason
    public static Subprocess exec(String program, String... arguments) throws IOException {
        return exec(SubprocessOptions.inherited(), program, arguments);
    }

    /// Starts a program (asyncio's `create_subprocess_exec`). Suspends the calling task until it runs. A cancel
    /// leaves no process behind.
    ///
    /// @param options how to start it
    /// @param program its path, or a name found in `PATH`
    /// @param arguments its arguments, as they are: no shell sees them
    /// @return the process; close it when done
    /// @throws java.nio.file.NoSuchFileException if there is no such program
    /// @throws java.nio.file.AccessDeniedException if the file is not executable
    /// @throws java.nio.file.NotDirectoryException if the working directory is none
    /// @throws java.io.FileNotFoundException if a file that it is redirected to or from cannot be opened
    /// @throws IOException if it cannot be started for another reason
    public static Subprocess exec(SubprocessOptions options, String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(program);
        command.addAll(List.of(arguments));
        Subprocesses running = Subprocesses.of(EventLoop.current());
        Process process = new SubprocessStart(options, command).await();
        var started = new Subprocess(process, program, options);
        running.add(started);
        started.watch();
        return started;
    }

    /// Has the shell run a command that shares this process's standard input, output and error, as
    /// [#shell(SubprocessOptions, String)] does.
    ///
    /// @param command what to run, in the shell's language: never put together from what others have sent
    /// @return the shell's process; close it when done
    /// @throws IOException if it cannot be started
    public static Subprocess shell(String command) throws IOException {
        return shell(SubprocessOptions.inherited(), command);
    }

    /// Has the shell run a command (asyncio's `create_subprocess_shell`), as
    /// [#exec(SubprocessOptions, String, String...)] does: `/bin/sh`, on Windows `cmd`.
    ///
    /// @param options how to start it
    /// @param command what to run, in the shell's language: never put together from what others have sent
    /// @return the shell's process; close it when done
    /// @throws IOException if it cannot be started
    public static Subprocess shell(SubprocessOptions options, String command) throws IOException {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return windows ? exec(options, "cmd", "/c", command) : exec(options, "/bin/sh", "-c", command);
    }

    /// Its end comes on a thread of the JDK's, which has taken the process off the system's list by then.
    private void watch() {
        loop.outsideWorkStarted();
        var _ = process.onExit().thenRun(() -> {
            try {
                loop.callSoonThreadsafe(this::exited);
            } catch (LoopClosedException e) {
                // whoever waited for it has ended with the loop
            }
        });
    }

    private void exited() {
        loop.outsideWorkEnded();
        Subprocesses.of(loop).remove(this);
        ended.set();
    }

    // --- its pipes -------------------------------------------------------------------------------

    /// {@return the stream to its standard input; close it to end its input}
    ///
    /// @throws IllegalStateException if that is no pipe
    public ByteStream stdin() {
        return pipe(stdin, "stdin", "withStdin");
    }

    /// {@return the stream from its standard output}
    ///
    /// @throws IllegalStateException if that is no pipe
    public ByteStream stdout() {
        return pipe(stdout, "stdout", "withStdout");
    }

    /// {@return the stream from its standard error}
    ///
    /// @throws IllegalStateException if that is no pipe
    public ByteStream stderr() {
        return pipe(stderr, "stderr", "withStderr");
    }

    private ByteStream pipe(@Nullable ByteStream pipe, String what, String option) {
        if (pipe == null) {
            throw new IllegalStateException(what + " of " + this
                    + " is no pipe; start it with SubprocessOptions.piped(), or with " + option + "(Redirect.PIPE)");
        }
        return pipe;
    }

    /// Reads all that it writes, and waits for its end, as [#communicate(byte[])] does with no input.
    ///
    /// @return what it wrote, and its exit code
    /// @throws IOException if a pipe fails
    public SubprocessOutput communicate() throws IOException {
        return communicate(new byte[0]);
    }

    /// Gives it input, reads all that it writes, and waits for its end (asyncio's `communicate`). Suspends the
    /// calling task meanwhile. That it ends without having read all its input is no error.
    ///
    /// A cancel kills it, and what it has started, and is thrown when it has ended: no process and no thread is
    /// left.
    ///
    /// @param input what to write to its standard input; it must be empty where that is no pipe
    /// @return what it wrote to its pipes, and its exit code
    /// @throws StreamClosedException if there is input, and this side has closed the pipe for it; nothing has
    /// happened then
    /// @throws IOException if a pipe fails; the process has been killed then
    public SubprocessOutput communicate(byte[] input) throws IOException {
        if (input.length > 0 && stdin().closed()) { // fails before anything has happened
            throw new StreamClosedException("stdin of " + this + " is closed already: the " + input.length
                    + " bytes of input cannot be given; write them before, or communicate with none");
        }
        boolean complete = false;
        try {
            List<Awaitable<byte[]>> transfers = List.of(() -> feed(input), () -> drain(stdout), () -> drain(stderr));
            List<byte[]> results = Gather.gather(transfers);
            var output = new SubprocessOutput(results.get(1), results.get(2), awaitExit());
            complete = true;
            return output;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    private byte[] feed(byte[] input) throws IOException {
        if (stdin != null) {
            try {
                if (input.length > 0) {
                    stdin.write(input);
                }
            } catch (IOException e) {
                // it has closed its input, or ended: asyncio's communicate passes this over too
            }
            stdin.close();
        }
        return input;
    }

    private static byte[] drain(@Nullable ByteStream pipe) throws IOException {
        return pipe == null ? new byte[0] : pipe.readAll();
    }

    // --- its end ---------------------------------------------------------------------------------

    /// Suspends the calling task until it has ended (asyncio's `Process.wait`). A cancel ends the wait only. A
    /// process whose output nobody reads may wait for ever: use [#communicate()].
    ///
    /// @return its exit code; 128 and the signal's number if a signal ended it
    public int awaitExit() {
        ended.await();
        return process.exitValue();
    }

    /// {@return its exit code, 128 and the signal's number if a signal ended it; null while it runs (asyncio's
    /// `returncode`)}
    public @Nullable Integer exitCode() {
        return ended.isSet() ? process.exitValue() : null;
    }

    /// {@return its number in the system}
    public long pid() {
        return process.pid();
    }

    /// Asks it to end (`SIGTERM`). Does nothing if it has ended.
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the pipes too
    }

    /// Ends it (`SIGKILL`), but not what it has started. Does nothing if it has ended.
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /// Sends it a signal. Suspends the calling task until it is sent; `kill` and `terminate` do not. Does
    /// nothing if it has ended.
    ///
    /// @param name the signal, without `SIG`: `HUP`, say
    /// @throws IllegalArgumentException if the system has no such signal
    /// @throws IOException if it cannot be sent
    public void signal(String name) throws IOException {
        if (!ended.isSet() && process.isAlive()) {
            SignalCommand.send(name, pid());
        } else {
            SignalCommand.check(name);
        }
    }

    /// Closes its pipes. If it still runs, it is killed, with what it has started and not left to itself; then
    /// this suspends the calling task until it has ended, which is soon.
    @Override
    public void close() {
        if (!ended.isSet()) {
            killAll();
        }
        for (ByteStream pipe : pipes()) {
            pipe.abort();
        }
        ended.await();
    }

    private List<ByteStream> pipes() {
        var pipes = new ArrayList<ByteStream>();
        for (ByteStream pipe : new ByteStream[] {stdin, stdout, stderr}) {
            if (pipe != null) {
                pipes.add(pipe);
            }
        }
        return pipes;
    }

    /// The run ends while it still runs.
    void leftOver() {
        if (loop.debug()) {
            loop.callExceptionHandler(new ErrorReport(
                            "this was left running until the end of the run, which kills it: " + this
                                    + "; await its end, or close it",
                            null,
                            "subprocess",
                            this)
                    .withSourceTraceback(started));
        }
    }

    void killAll() {
        List<ProcessHandle> descendants = process.descendants().toList();
        kill();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public String toString() {
        return "'" + program + "', process " + process.pid();
    }
}
