package rondo;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Catches what the system logger `rondo` is given. By reflection, since the module under test does not read
/// `java.logging`.
public final class LogTrap implements AutoCloseable {
    private final Object logger;
    private final Class<?> filterType;
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    public LogTrap() {
        try {
            logger = Class.forName("java.util.logging.Logger")
                    .getMethod("getLogger", String.class)
                    .invoke(null, "rondo");
            filterType = Class.forName("java.util.logging.Filter");
            var trap = Proxy.newProxyInstance(
                    LogTrap.class.getClassLoader(), new Class<?>[] {filterType}, (proxy, method, arguments) -> {
                        Object text = Class.forName("java.util.logging.SimpleFormatter")
                                .getMethod("formatMessage", Class.forName("java.util.logging.LogRecord"))
                                .invoke(formatter(), arguments);
                        messages.add((String) text);
                        return false;
                    });
            setFilter(trap);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("java.util.logging has changed", e);
        }
    }

    private static Object formatter() throws ReflectiveOperationException {
        return Class.forName("java.util.logging.SimpleFormatter")
                .getConstructor()
                .newInstance();
    }

    public List<String> messages() {
        return List.copyOf(messages);
    }

    private void setFilter(Object filter) throws ReflectiveOperationException {
        logger.getClass().getMethod("setFilter", filterType).invoke(logger, filter);
    }

    @Override
    public void close() {
        try {
            logger.getClass().getMethod("setFilter", filterType).invoke(logger, new Object[] {null});
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("java.util.logging has changed", e);
        }
    }
}
