package rondo.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
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
    private final Set<ByteStream> streams = new LinkedHashSet<>();
    private final Event room = new Event();
    private final Event none = new Event();
    private long accepted;

    Connections(StreamHandler handler, ServerOptions options) {
        this.handler = handler;
        this.options = options;
        room.set();
        none.set();
    }

    int size() {
        return streams.size();
    }

    boolean hasRoom() {
        return streams.size() < options.connectionLimit();
    }

    void awaitRoom() {
        room.await();
    }

    void awaitNone() {
        while (!streams.isEmpty()) {
            none.await();
        }
    }

    /// Takes in a connection that has just been accepted, and starts its task.
    void add(Transport transport) {
        var stream = new ByteStream(transport, options.stream());
        streams.add(stream);
        none.clear();
        if (!hasRoom()) {
            room.clear();
        }
        Task.start(loop, new Connection(this, stream), TaskOptions.named("connection-" + ++accepted))
                .addDependent(new Ending(stream));
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
        for (ByteStream stream : new ArrayList<>(streams)) {
            try {
                stream.close();
            } catch (IOException e) {
                stream.abort(); // lost already
            }
        }
    }

    void abortAll() {
        new ArrayList<>(streams).forEach(ByteStream::abort);
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
