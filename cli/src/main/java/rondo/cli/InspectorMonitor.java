package rondo.cli;

import java.io.IOException;
import java.time.Duration;
import rondo.cli.inspector.Inspector;
import rondo.loop.LoopMonitor;

/// Serves the inspector page of its own process where that was asked for: `-Drondo.inspector=true`, `write` to
/// cancel tasks too, or `RONDO_INSPECTOR=1`.
public final class InspectorMonitor implements LoopMonitor {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final String PROPERTY = "rondo.inspector";

    /// Creates the monitor, which does nothing yet.
    public InspectorMonitor() {}

    /// Here, since a monitor before this one may never return from watching.
    @Override
    public void prepare() {
        String mode = System.getProperty(PROPERTY, "1".equals(System.getenv("RONDO_INSPECTOR")) ? "true" : "false");
        switch (mode) {
            case "true", "write" ->
                Thread.ofPlatform().daemon().name("rondo-inspector-start").start(() -> serve(mode.equals("write")));
            case "false" -> {}
            default -> say("-D" + PROPERTY + "=" + mode + " says nothing that it knows; use true, write or false");
        }
    }

    @Override
    public void watch() {
        // the server has threads of its own
    }

    private static void serve(boolean write) {
        String permitted = System.getProperty("rondo.monitor", "read");
        if (permitted.equals("false")) {
            say("there is nothing to show with -Drondo.monitor=false; leave that out");
            return;
        }
        boolean writable = write && permitted.equals("write");
        if (write && !writable) {
            say("-D" + PROPERTY + "=write needs -Drondo.monitor=write too; the page only looks");
        }
        var own = new MonitoredProcess(ProcessHandle.current().pid());
        try {
            say(Inspector.start(InspectCommand.source(own), EVERY, writable, 0).address());
        } catch (IOException e) {
            say("the page cannot be served: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to this thread
        }
    }

    private static void say(String text) {
        System.err.println("rondo inspector: " + text);
    }
}
