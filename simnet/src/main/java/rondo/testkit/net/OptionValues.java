package rondo.testkit.net;

import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options that a program has set on a simulated socket, which have no effect. Loop thread only.
final class OptionValues {
    private final Map<SocketOption<?>, Object> values = new HashMap<>(); // never iterated

    @SuppressWarnings("unchecked") // only a T is put
    <T> @Nullable T get(SocketOption<T> name) {
        return (T) values.get(name);
    }

    <T> void set(SocketOption<T> name, T value) {
        values.put(name, value);
    }
}
