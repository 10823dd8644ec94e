package rondo.observe;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopMonitor;
import rondo.loop.LoopStep;

/// Has each loop of the process tell Flight Recorder what it does while a recording runs, and only then. Where
/// the JDK has no Flight Recorder (module `jdk.jfr`), it does nothing.
public final class FlightMonitor implements LoopMonitor {
    /// Creates the monitor, which does nothing yet.
    public FlightMonitor() {}

    @Override
    public void prepare() {
        if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            Switch.install();
        }
    }

    @Override
    public void watch() {
        // recordings say themselves when they begin and end
    }

    /// Apart, so that nothing of `jdk.jfr` is loaded where there is none.
    private static final class Switch implements FlightRecorderListener {
        private volatile boolean recording; // any thread: a loop that asked Flight Recorder would take its lock

        static void install() {
            var installed = new Switch();
            FlightRecorder.addListener(installed);
            EventLoop.atStart(installed::follow);
            installed.turn();
        }

        @Override
        public void recordingStateChanged(Recording changed) {
            turn();
        }

        private void turn() {
            if (!FlightRecorder.isInitialized()) {
                return;
            }
            FlightEvents.ALL.forEach(FlightRecorder::register); // an event on whose class it has to wait is lost
            recording = FlightRecorder.getFlightRecorder().getRecordings().stream()
                    .anyMatch(each -> each.getState() == RecordingState.RUNNING);
            EventLoop.callSoonInAllRunning(loop -> (LoopStep) () -> follow(loop));
        }

        /// Puts the loop's instrument on or takes it off, as recordings run now. On the loop's thread.
        private void follow(EventLoop loop) {
            Attached attached = loop.attachment(Attached.class, any -> new Attached());
            FlightInstrument mine = attached.instrument;
            if (recording && mine == null) {
                attached.instrument = new FlightInstrument(loop);
                loop.addInstrument(attached.instrument);
            } else if (!recording && mine != null) {
                attached.instrument = null;
                loop.removeInstrument(mine);
            }
        }
    }

    private static final class Attached {
        @Nullable FlightInstrument instrument; // loop thread only
    }
}
