package rondo.observe;

import java.util.ServiceLoader;
import rondo.loop.LoopMonitor;

/// Says what is missing where a process was asked to serve the inspector page, and nothing here can.
public final class InspectorNotice implements LoopMonitor {
    private static final String INSPECTOR = "rondo.cli.InspectorMonitor";

    /// Creates the monitor, which does nothing yet.
    public InspectorNotice() {}

    @Override
    public void watch() {
        String asked = System.getProperty("rondo.inspector", "false");
        if (!asked.equals("false") || "1".equals(System.getenv("RONDO_INSPECTOR"))) {
            look(asked);
        }
    }

    private static void look(String asked) {
        boolean there = ServiceLoader.load(LoopMonitor.class, LoopMonitor.class.getClassLoader()).stream()
                .anyMatch(each -> each.type().getName().equals(INSPECTOR));
        if (!there) {
            System.getLogger("rondo")
                    .log(
                            System.Logger.Level.WARNING,
                            "rondo.inspector=" + asked
                                    + ": the inspector page is in rondo.jar, which is not on the class"
                                    + " path; add it, or look from outside: rondo inspect "
                                    + ProcessHandle.current().pid());
        }
    }
}
