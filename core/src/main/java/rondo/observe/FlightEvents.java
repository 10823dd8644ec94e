package rondo.observe;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// What a recording of the JDK's Flight Recorder says of loops and tasks. Events that come once a step or once
/// a poll are off until a recording asks for them.
///
/// The fields are written on the loop's stack and read by Flight Recorder alone.
@SuppressWarnings("unused") // Flight Recorder reads the fields
final class FlightEvents {
    static final List<Class<? extends Event>> ALL = List.of(
            TaskStart.class,
            TaskStep.class,
            TaskSuspend.class,
            TaskEnd.class,
            TaskCancel.class,
            SlowStep.class,
            LoopTick.class,
            IoPoll.class);

    private FlightEvents() {}

    /// What is known of a task in each event about one.
    @Category("Rondo")
    @StackTrace(false)
    abstract static class OfTask extends Event {
        @Label("Event loop")
        @Nullable String loop;

        @Label("Task number")
        @Description("By which rondo ps calls it")
        long task;

        @Label("Task name")
        @Nullable String taskName;
    }

    @Name("rondo.TaskStart")
    @Label("Task created")
    static final class TaskStart extends OfTask {
        @Label("Creator")
        @Description("The number of the task that created it; 0 if a callback did")
        long creator;
    }

    @Name("rondo.TaskStep")
    @Label("Task step")
    @Description("From one suspension of a task to the next")
    @Enabled(false)
    @Threshold("0 ns")
    static final class TaskStep extends OfTask {
        @Label("State")
        @Description("Of the task after the step")
        @Nullable String state;
    }

    @Name("rondo.TaskSuspend")
    @Label("Task suspended")
    @Description("From an await until the task goes on")
    @Enabled(false)
    @Threshold("0 ns")
    static final class TaskSuspend extends OfTask {
        @Label("Waits for")
        @Nullable String waitsFor;
    }

    @Name("rondo.TaskEnd")
    @Label("Task ended")
    static final class TaskEnd extends OfTask {
        @Label("Outcome")
        @Description("returned, cancelled, or raised with its error")
        @Nullable String outcome;
    }

    @Name("rondo.TaskCancel")
    @Label("Task asked to cancel")
    static final class TaskCancel extends OfTask {
        @Label("By")
        @Nullable String by;

        @Label("Message")
        @Nullable String message;
    }

    @Name("rondo.SlowStep")
    @Label("Slow step")
    @Description("A step that has kept the loop from everything else for too long")
    @Threshold("100 ms")
    static final class SlowStep extends OfTask {}

    @Name("rondo.LoopTick")
    @Label("Loop tick")
    @Description("One turn of the loop, its poll included; at most one in 20 ms is recorded")
    @Category("Rondo")
    @StackTrace(false)
    @Threshold("0 ns")
    static final class LoopTick extends Event {
        @Label("Event loop")
        @Nullable String loop;

        @Label("Ticks")
        @Description("How many the recording has seen of this loop, this one included")
        long ticks;

        @Label("From the poll")
        @Description("Callbacks of channels and of other threads that its poll has queued")
        int polled;

        @Label("Timers expired")
        int timers;

        @Label("Run")
        @Description("Callbacks and steps of coroutines that it has run")
        int run;
    }

    @Name("rondo.IoPoll")
    @Label("Poll")
    @Description("A poll that could wait, or found something")
    @Category("Rondo")
    @StackTrace(false)
    @Enabled(false)
    @Threshold("0 ns")
    static final class IoPoll extends Event {
        @Label("Event loop")
        @Nullable String loop;

        @Label("Ready")
        @Description("Callbacks that it has queued")
        int ready;
    }
}
