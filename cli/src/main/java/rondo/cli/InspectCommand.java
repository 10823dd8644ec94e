package rondo.cli;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rondo.cli.inspector.Inspector;
import rondo.cli.inspector.Source;

/// `rondo inspect PID`: a page that shows the tasks of another process, live, in a browser of this machine.
@Command(
        name = "inspect",
        description = "Serves a page for a browser that shows what a process is doing, live.",
        footer = {
            "%nPrints the page's address and serves it until Ctrl-C, also when the process",
            "has ended: then it keeps the last picture. The address holds a secret, without",
            "which nothing is told; only programs of this machine can connect. The page only",
            "looks, unless --write is given and the process was started with",
            "-Drondo.monitor=write: then it cancels tasks too.",
            "",
            "A process serves its own page with -Drondo.inspector=true or RONDO_INSPECTOR=1."
        })
final class InspectCommand extends ProcessCommand {
    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
    private static final int HIGHEST_PORT = 65_535;

    /// Of the JDK's server, in a process that does nothing else: nobody can hold it up.
    private static final Map<String, String> LIMITS = Map.of(
            "jdk.httpserver.maxConnections", "64",
            "sun.net.httpserver.maxReqTime", "10", // seconds
            "sun.net.httpserver.maxRspTime", "60");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "where to listen on 127.0.0.1; a port that is free if nothing is said")
    private int port;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "0.5",
            converter = Seconds.class,
            description = "how often to look while a page is open; ${DEFAULT-VALUE} if nothing is said")
    private Duration every = LEAST_PAUSE;

    @Option(names = "--write", description = "lets whoever has the address cancel tasks too")
    private boolean write;

    @Override
    int run(MonitoredProcess process, Output out) throws MonitorRefusal, IOException, InterruptedException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new MonitorRefusal("--port is " + port + "; use one from 1 to " + HIGHEST_PORT + ", or 0 for any");
        }
        Map<String, Object> first = process.checked(process.ask(TopFeed.ALL));
        if (write && !Boolean.TRUE.equals(first.get("writable"))) {
            throw new MonitorRefusal("process " + process.pid()
                    + " permits looking only; start it with -Drondo.monitor=write, or leave --write out");
        }
        LIMITS.forEach(System::setProperty);
        try (Inspector inspector = start(process)) {
            out.println(inspector.address());
            sayWhenItEnds(process.pid());
            new CountDownLatch(1).await(); // until Ctrl-C
            return ExitCode.OK;
        }
    }

    private Inspector start(MonitoredProcess process) throws MonitorRefusal, InterruptedException {
        Duration pause = every.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : every;
        try {
            return Inspector.start(source(process), pause, write, port);
        } catch (BindException e) {
            throw new MonitorRefusal("port " + port + " of 127.0.0.1 cannot be had: " + e.getMessage()
                    + "; leave --port out for one that is free");
        } catch (IOException e) {
            throw new MonitorRefusal("the page cannot be served: " + e.getMessage());
        }
    }

    /// {@return a process as the inspector wants it}
    static Source source(MonitoredProcess process) {
        return request -> {
            try {
                String reply = process.ask(request);
                Objects.requireNonNull(process.checked(reply));
                return new Source.Reply(reply, "");
            } catch (MonitorRefusal e) {
                return new Source.Reply("", String.valueOf(e.getMessage()));
            }
        };
    }

    private static void sayWhenItEnds(long pid) {
        Thread.ofPlatform().daemon().name("rondo-inspect-end").start(() -> {
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
            System.err.println(
                    "rondo inspect: process " + pid + " has ended; the page keeps its last picture until Ctrl-C");
        });
    }
}
