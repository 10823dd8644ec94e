package rondo.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static rondo.io.OnLoop.run;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a stream gives to another layer when it has read ahead.
final class DetachTest {
    private static final Set<String> ANSWERED_ITSELF = Set.of("read", "drained", "awaitReadable");

    private final List<Method> called = new ArrayList<>();

    /// A transport that has one thing to read, and notes what is called.
    private Transport noting() {
        return (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    called.add(method);
                    if (method.getName().equals("read")) {
                        ByteBuffer target = (ByteBuffer) arguments[0];
                        int before = target.position();
                        target.put("line\nahead".getBytes(UTF_8));
                        return target.position() - before;
                    }
                    return ofType(method.getReturnType());
                });
    }

    private static @Nullable Object ofType(Class<?> type) {
        if (type == boolean.class) {
            return true;
        }
        return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }

    @Test
    void readAheadComesFirst() {
        run(() -> {
            var stream = new ByteStream(noting(), StreamOptions.defaults());
            assertThat(stream.readLine()).isEqualTo("line");

            var above = new ByteStream(stream.detach(), StreamOptions.defaults());

            assertThat(above.readSome(3)).asString(UTF_8).isEqualTo("ahe");
            assertThat(above.readLine()).isEqualTo("adline");
        });
    }

    @Test
    void everythingButReadingIsTheLowerLayers() { // sendFile among it, which would be a copy otherwise
        run(() -> {
            var stream = new ByteStream(noting(), StreamOptions.defaults());
            stream.readLine();
            Transport detached = stream.detach();

            for (Method method : Transport.class.getMethods()) {
                if (!ANSWERED_ITSELF.contains(method.getName())) {
                    called.clear();
                    @Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
                    for (int i = 0; i < arguments.length; i++) {
                        arguments[i] = ofType(method.getParameterTypes()[i]);
                    }
                    method.invoke(detached, arguments);
                    assertThat(called).containsExactly(method);
                }
            }
        });
    }
}
