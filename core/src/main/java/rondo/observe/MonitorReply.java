package rondo.observe;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.loop.LoopStatus;
import rondo.task.Task;

/// What the monitor says to a request.
///
/// Requests are `snapshot STACKS`, where STACKS says of how many tasks to take the stack; `task NUMBER`, the
/// snapshot with that task's stack alone; `stack NUMBER`, that task alone; `ticks LIMIT`, what the loops have
/// done since the last such request, and how many ticks to remember for the next one; and `cancel NUMBER`,
/// where the process permits it. The reply is one JSON object, with `protocol` first.
final class MonitorReply {
    /// Raised when a client of before would misread a reply.
    static final int PROTOCOL = 1;

    private static final int MOST_FRAMES = 200;
    private static final int MOST_TICKS = 1_000;
    private static final long CANCEL_MILLIS = 1_000;

    private final boolean writable;

    MonitorReply(boolean writable) {
        this.writable = writable;
    }

    String to(String request) {
        String[] words = request.strip().split(" ", -1);
        try {
            if (words.length == 2) {
                long number = Long.parseLong(words[1]);
                switch (words[0]) {
                    case "snapshot" -> {
                        return snapshot(Math.clamp(number, 0, Integer.MAX_VALUE), 0);
                    }
                    case "task" -> {
                        return snapshot(0, number);
                    }
                    case "stack" -> {
                        return stack(number);
                    }
                    case "ticks" -> {
                        return ticks(Math.clamp(number, 1, MOST_TICKS));
                    }
                    case "cancel" -> {
                        return cancel(number);
                    }
                    default -> {}
                }
            }
            return error("this process knows no request '" + Labels.brief(request) + "'");
        } catch (NumberFormatException e) {
            return error("'" + Labels.brief(words[1]) + "' is no number");
        }
    }

    private static Json reply() {
        return new Json()
                .object()
                .field("protocol", PROTOCOL)
                .field("pid", ProcessHandle.current().pid());
    }

    private static String error(String message) {
        return reply().field("error", message).endObject().toString();
    }

    // --- snapshots -------------------------------------------------------------------------------

    private String snapshot(int stackLimit, long withStack) {
        Json json = reply().field("writable", writable).array("loops");
        for (EventLoop loop : EventLoop.allRunning()) {
            write(LoopSnapshot.of(loop, stackLimit), json, withStack == 0 ? null : stackOf(loop, withStack), withStack);
        }
        return json.endArray().endObject().toString();
    }

    private static @Nullable List<StackTraceElement> stackOf(EventLoop loop, long number) {
        Task<?> task = find(loop, number);
        return task == null ? null : Frames.of(task, 0, Integer.MAX_VALUE);
    }

    private static @Nullable Task<?> find(EventLoop loop, long number) {
        return Task.all(loop).stream()
                .filter(task -> task.number() == number)
                .findFirst()
                .orElse(null);
    }

    private static void write(LoopSnapshot loop, Json json, @Nullable List<StackTraceElement> stack, long withStack) {
        LoopStatus status = loop.status();
        json.object()
                .field("name", loop.name())
                .field("carrier", loop.carrier())
                .field("answers", loop.answers())
                .field("lag", loop.lagNanos())
                .field("asleep", status.asleep())
                .field("running", status.running())
                .field("thread", status.thread())
                .field("steps", status.steps());
        frames(json, "stack", loop.answers() ? List.of() : status.stack());
        json.array("tasks");
        for (TaskSnapshot task : loop.tasks()) {
            json.object();
            write(task, task.number() == withStack && stack != null ? stack : task.stack(), json);
        }
        json.endArray().endObject();
    }

    private static void write(TaskSnapshot task, List<StackTraceElement> stack, Json json) {
        json.field("id", task.number())
                .field("name", task.name())
                .field("state", task.state().name())
                .field("waitsFor", task.waitsFor())
                .field("holder", task.holder())
                .field("cancelling", task.cancelling());
        frames(json, "stack", stack);
        json.array("awaitedBy");
        task.awaitedBy().forEach(json::value);
        json.endArray().endObject();
    }

    private static void frames(Json json, String name, List<StackTraceElement> frames) {
        json.array(name);
        for (StackTraceElement frame : frames.subList(0, Math.min(frames.size(), MOST_FRAMES))) {
            json.value(Frames.text(frame));
        }
        if (frames.size() > MOST_FRAMES) {
            json.value("... " + (frames.size() - MOST_FRAMES) + " more");
        }
        json.endArray();
    }

    // --- one task, and ticks ---------------------------------------------------------------------

    private static String stack(long number) {
        for (EventLoop loop : EventLoop.allRunning()) {
            Task<?> task = find(loop, number);
            if (task != null && !task.done()) {
                Json json = reply().object("task");
                TaskSnapshot seen = LoopSnapshot.of(task, true);
                write(seen, seen.stack(), json);
                return json.endObject().toString();
            }
        }
        return error("task " + number + " has ended, or there never was one");
    }

    private static String ticks(int limit) {
        Json json = reply().array("loops");
        for (EventLoop loop : EventLoop.allRunning()) {
            TickSample sample = TickSamples.next(loop, limit);
            json.object().field("name", loop.options().name());
            if (sample != null) {
                sample.write(json);
            }
            json.endObject();
        }
        return json.endArray().endObject().toString();
    }

    // --- cancelling ------------------------------------------------------------------------------

    private String cancel(long number) {
        if (!writable) {
            return error("this process permits looking only; start it with -Drondo.monitor=write to cancel its tasks");
        }
        for (EventLoop loop : EventLoop.allRunning()) {
            Task<?> task = find(loop, number); // a loop that has it not may be blocked
            if (task != null) {
                return cancel(loop, task);
            }
        }
        return noTask(number);
    }

    private static String noTask(long number) {
        return error("no task " + number + " runs here; the tasks are "
                + EventLoop.allRunning().stream()
                        .flatMap(loop -> Task.all(loop).stream())
                        .limit(10)
                        .map(task -> String.valueOf(task.number()))
                        .collect(Collectors.joining(", ")));
    }

    private static String cancel(EventLoop loop, Task<?> task) {
        var answer = new CompletableFuture<Boolean>();
        try {
            loop.callSoonThreadsafe(() -> answer.complete(task.cancel("rondo cancel")));
            if (answer.get(CANCEL_MILLIS, TimeUnit.MILLISECONDS)) {
                return reply().field("cancelled", task.name()).endObject().toString();
            }
        } catch (TimeoutException e) {
            return error("event loop '" + loop.options().name() + "' does not answer: "
                    + loop.status().running() + " blocks it; the request stands in its queue");
        } catch (LoopClosedException | ExecutionException _) {
            // it ends just now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return noTask(task.number());
    }
}
