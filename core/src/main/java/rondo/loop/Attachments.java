package rondo.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the rooms above hang on a loop: one object of a type, made when it is first asked for.
///
/// Whoever holds the loop's turn only.
final class Attachments {
    private final EventLoop loop;
    private final Map<Class<?>, Object> byType = new LinkedHashMap<>(); // in the order in which they were made
    private @Nullable Class<?> latestType; // most ask for the same one as the one before
    private @Nullable Object latest;

    Attachments(EventLoop loop) {
        this.loop = loop;
    }

    <A> A of(Class<A> type, Function<? super EventLoop, ? extends A> make) {
        Object found = type.equals(latestType) ? latest : byType.get(type);
        if (found == null) {
            found = make.apply(loop);
            byType.put(type, found);
        }
        latestType = type;
        latest = found;
        return type.cast(found);
    }

    /// Closes those that can be closed, in the order in which they were made.
    void close() {
        for (Object attachment : new ArrayList<>(byType.values())) {
            close(attachment);
        }
    }

    private void close(Object attachment) {
        if (attachment instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                loop.callExceptionHandler(
                        new ErrorReport("closing what was attached to the loop failed", e, "attachment", attachment));
            }
        }
    }
}
