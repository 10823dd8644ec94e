package rondo.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The `main` that JEP 512 picks: `main(String[])` before `main()`, declared or inherited, static or not, not
/// private.
///
/// @param method the method, made accessible
/// @param constructor makes the instance that it is called on, made accessible; null for a static method
record MainMethod(Method method, @Nullable Constructor<?> constructor) {
    /// {@return the main method of the class, or null when it has none that can be started}
    static @Nullable MainMethod of(Class<?> type) {
        var method = Stream.concat(candidates(type, String[].class), candidates(type))
                .findFirst()
                .orElse(null);
        if (method == null) {
            return null;
        }
        method.setAccessible(true);
        if (Modifier.isStatic(method.getModifiers())) {
            return new MainMethod(method, null);
        }
        var constructor = constructorOf(type);
        return constructor == null ? null : new MainMethod(method, constructor);
    }

    /// Calls it. What it throws leaves this method as it is, with a stack trace that ends at `main`.
    void invoke(String[] arguments) throws Throwable {
        try {
            var instance = constructor == null ? null : constructor.newInstance();
            method.invoke(instance, method.getParameterCount() == 0 ? new Object[0] : new Object[] {arguments});
        } catch (InvocationTargetException e) {
            throw withoutLauncher(Objects.requireNonNull(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot start " + method, e);
        }
    }

    private static Stream<Method> candidates(Class<?> type, Class<?>... parameters) {
        return Stream.concat(
                        Stream.<Class<?>>iterate(type, c -> c != null, Class::getSuperclass)
                                .flatMap(c -> Arrays.stream(c.getDeclaredMethods())),
                        Arrays.stream(type.getMethods()))
                .filter(m -> m.getName().equals("main") && m.getReturnType() == void.class)
                .filter(m -> Arrays.equals(m.getParameterTypes(), parameters))
                .filter(m -> !Modifier.isPrivate(m.getModifiers()) && !Modifier.isAbstract(m.getModifiers()));
    }

    private static @Nullable Constructor<?> constructorOf(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers())) {
            return null;
        }
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(c -> c.getParameterCount() == 0 && !Modifier.isPrivate(c.getModifiers()))
                .peek(c -> c.setAccessible(true))
                .findFirst()
                .orElse(null);
    }

    /// Cuts the frames below `main` off an error and its causes, as `java` does.
    private Throwable withoutLauncher(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var each = thrown; each != null && seen.add(each); each = each.getCause()) {
            each.setStackTrace(downToMain(each.getStackTrace()));
        }
        return thrown;
    }

    private StackTraceElement[] downToMain(StackTraceElement[] frames) {
        for (var i = frames.length - 1; i >= 0; i--) {
            if (frames[i].getClassName().equals(method.getDeclaringClass().getName())) {
                return Arrays.copyOf(frames, i + 1);
            }
        }
        return frames;
    }
}
