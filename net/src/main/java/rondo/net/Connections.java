package rondo.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import rondo.io.ByteStream;
import rondo.io.Transport;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.sync.Event;
import rondo.task.Dependent;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskOptions;

/// The connections of one server, each with its task. Loop thread only.
final class Connections {
    private final StreamHandler handler;
    private final ServerOptions options;
    private final EventLoop loop = EventLoop.current();
    private final Map<ByteStream, Task<?>> streams = new LinkedHashMap<>();
    private final Event room = new Event();
    private final Event none = new Event();
    private long accepted;
    private long refused;

    Connections(StreamHandler handler, ServerOptions options) {
        this.handler = handler;
        this.options = options;
        room.set();
        none.set();
    }

    int size() {
        return streams.size();
    }

    long refused() {
        return refused;
    }

    private boolean hasRoom() {
        return streams.size() < options.connectionLimit();
    }

    /// {@return whether the next connection is to be accepted, be it to be refused}
    boolean takesMore() {
        return options.excess() == Excess.IS_REFUSED || hasRoom();
    }

    void awaitTurn() {
        if (!takesMore()) {
            room.await();
        }
    }

    void awaitNone() {
        while (!streams.isEmpty()) {
            none.await();
        }
    }

    /// Takes in a connection that has just been accepted, and starts its task; or refuses it.
    void add(Transport transport) {
        if (!hasRoom()) {
            refused++;
            transport.abort();
            return;
        }
        var stream = new ByteStream(transport, options.stream());
        Task<?> task = Task.start(loop, new Connection(this, stream), TaskOptions.named("connection-" + ++accepted));
        streams.put(stream, task);
        none.clear();
        if (!hasRoom()) {
            room.clear();
        }
        task.addDependent(new Ending(stream));
    }

    /// Also told of a task that was cancelled before it began.
    private final class Ending extends Dependent {
        private final ByteStream stream;

        Ending(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        protected void completed(Future<?> task) {
            if (!stream.closed()) {
                stream.abort();
            }
            remove(stream);
        }
    }

    private void remove(ByteStream stream) {
        streams.remove(stream);
        room.set();
        if (streams.isEmpty()) {
            none.set();
        }
    }

    void closeAll() {
        for (ByteStream stream : new ArrayList<>(streams.keySet())) {
            try {
                stream.close();
            } catch (IOException e) {
                stream.abort(); // lost already
            }
        }
    }

    void abortAll() {
        new ArrayList<>(streams.keySet()).forEach(ByteStream::abort);
    }

    void cancelAll(String message) {
        new ArrayList<>(streams.values()).forEach(task -> task.cancel(message));
    }

    /// The body of a connection's task.
    void serve(ByteStream stream) throws Exception {
        try {
            handler.handle(stream);
        } catch (IOException e) {
            if (loop.debug()) {
                report("a connection was lost", e, stream);
            }
        } catch (Exception e) {
            report("the handler of a connection failed", e, stream);
        }
    }

    private void report(String message, Exception e, ByteStream stream) {
        loop.callExceptionHandler(new ErrorReport(message, e, "stream", stream));
    }
}
