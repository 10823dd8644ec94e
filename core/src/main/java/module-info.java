/// asyncio's model for Java: one thread, one event loop, straight-line code.
@org.jspecify.annotations.NullMarked
module rondo {
    requires static transitive org.jspecify;
    requires static jdk.jfr; // the events rondo.*, where the JDK has it
    requires java.management; // who holds the lock that the loop waits for
    requires jdk.management; // the same for monitors, from a thread dump
    requires jdk.unsupported; // sun.misc.Signal: Ctrl-C

    uses rondo.loop.LoopMonitor;

    provides rondo.loop.LoopMonitor with
            rondo.observe.FlightMonitor,
            rondo.observe.InspectorNotice,
            rondo.observe.SocketMonitor; // last: it does not return

    exports rondo;
    exports rondo.time;
    exports rondo.loop;
    exports rondo.task;
    exports rondo.group;
    exports rondo.sync;
    exports rondo.io;
    exports rondo.observe;
}
