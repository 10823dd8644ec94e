package rondo.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import rondo.loop.TerminalText;
import rondo.observe.MonitorFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.jr.ob.JSON;

/// Another process of this user that runs event loops, reached by the socket of its monitor.
///
/// @param pid the process
/// @param deadline how long an answer may take
record MonitoredProcess(long pid, Duration deadline) {
    private static final int PROTOCOL = 1;
    private static final String UNKNOWN_REQUEST = "this process knows no request";
    private static final int TRIES = 40;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int PIECE_BYTES = 1 << 16;
    private static final Duration DEADLINE = Duration.ofSeconds(30); // a million tasks take long to describe

    MonitoredProcess(long pid) {
        this(pid, DEADLINE);
    }

    /// {@return what it says to a request, as it came}
    String ask(String request) throws MonitorRefusal {
        for (int tries = 1; true; tries++) {
            Path socket = socket();
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                return ask(request, channel, UnixDomainSocketAddress.of(socket));
            } catch (ConnectException e) { // its socket has a name before it listens, and after it was killed
                checkAlive();
                if (tries == TRIES) {
                    throw silent(socket, e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (AccessDeniedException e) {
                throw new MonitorRefusal("no permission to reach process " + pid + " at " + socket);
            } catch (AsynchronousCloseException e) {
                throw new MonitorRefusal("process " + pid + " has not answered within " + deadline.toMillis() / 1e3
                        + " s; is it stopped, or the machine too busy?");
            } catch (IOException e) {
                checkAlive();
                throw silent(socket, e);
            }
        }
    }

    private MonitorRefusal silent(Path socket, IOException why) {
        return new MonitorRefusal("process " + pid + " does not answer at " + socket + ": " + why.getMessage());
    }

    private String ask(String request, SocketChannel channel, UnixDomainSocketAddress socket) throws IOException {
        Executor later = CompletableFuture.delayedExecutor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> close(channel), later);
        try {
            channel.connect(socket);
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            return readAll(channel);
        } finally {
            end.cancel(false);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return its loops and their tasks}
    ///
    /// @param request `snapshot STACKS` or `task NUMBER`
    ProcessView view(String request) throws MonitorRefusal {
        return ProcessView.of(checked(ask(request)));
    }

    /// {@return what it says to a request, unless that is a refusal}
    Map<String, Object> checked(String reply) throws MonitorRefusal {
        if (reply.isEmpty()) {
            throw brokenOff();
        }
        Map<String, Object> object;
        try {
            object = JSON.std.mapFrom(reply);
        } catch (UnexpectedEndOfInputException e) {
            throw brokenOff();
        } catch (JacksonException e) {
            throw new MonitorRefusal("process " + pid + " does not speak as a Rondo of this version does: "
                    + e.getOriginalMessage() + "; use the rondo command of its own version");
        }
        if (!(object.get("protocol") instanceof Integer protocol) || protocol != PROTOCOL) {
            throw new MonitorRefusal("process " + pid + " runs another version of Rondo (monitor protocol "
                    + object.get("protocol") + ", here " + PROTOCOL + "); use the rondo command of its own version");
        }
        if (object.get("error") instanceof String words) {
            String error = TerminalText.of(words);
            throw new MonitorRefusal(
                    error.startsWith(UNKNOWN_REQUEST)
                            ? "process " + pid + " runs an older version of Rondo: " + error
                                    + "; use the rondo command of its own version"
                            : error);
        }
        return object;
    }

    private MonitorRefusal brokenOff() throws MonitorRefusal {
        checkAlive();
        return new MonitorRefusal("process " + pid + " has broken off its answer; it may be ending, so try again");
    }

    private static String readAll(SocketChannel channel) throws IOException {
        var all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        while (channel.read(piece) >= 0) {
            all.write(piece.array(), 0, piece.position());
            piece.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /// A process that has just started opens its socket a moment later.
    private Path socket() throws MonitorRefusal {
        for (int tries = 0; tries < TRIES; tries++) {
            Path found = find();
            if (found != null) {
                return found;
            }
            checkAlive();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        List<String> complaints = MonitorFolder.candidates().stream()
                .map(MonitoredProcess::complaint)
                .flatMap(Optional::stream)
                .toList();
        throw new MonitorRefusal("process " + pid + " has no event loop that can be reached: "
                + (complaints.isEmpty()
                        ? "it has not started one, or was started with -Drondo.monitor=false, or its Rondo is older than this command, or its "
                                + MonitorFolder.socketName(pid) + " is in none of " + MonitorFolder.candidates()
                        : String.join("; ", complaints)));
    }

    private @Nullable Path find() {
        return MonitorFolder.candidates().stream()
                .filter(folder -> complaint(folder).isEmpty())
                .map(folder -> folder.resolve(MonitorFolder.socketName(pid)))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }

    /// {@return what keeps a folder of sockets from being trusted}
    private static Optional<String> complaint(Path folder) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                MonitorFolder.check(folder);
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return Optional.empty();
    }

    private void checkAlive() throws MonitorRefusal {
        var process = ProcessHandle.of(pid).orElseThrow(() -> new MonitorRefusal("there is no process " + pid));
        String owner = process.info().user().orElse(null);
        if (owner != null && !owner.equals(System.getProperty("user.name"))) {
            throw new MonitorRefusal("process " + pid + " belongs to '" + owner + "'; run this command as that user");
        }
    }
}
