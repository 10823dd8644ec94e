package rondo.testkit.junit;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import rondo.testkit.Leak;
import rondo.testkit.Order;
import rondo.testkit.SimulationOptions;

/// What a test's annotation, the nearest one, and `-Drondo.seed` ask for.
///
/// @param seeds how many seeds to run
/// @param firstSeed the first of them
/// @param replayed whether it is a single seed that somebody wants to see again
/// @param order how a run chooses
/// @param timeLimit how long one may take
/// @param allTasksEnd whether tasks that are left behind fail the test
/// @param allowed leaks of determinism that do not fail it
record Settings(
        int seeds,
        long firstSeed,
        boolean replayed,
        Order order,
        Duration timeLimit,
        boolean allTasksEnd,
        List<Leak> allowed) {
    private static final String SEED = "rondo.seed";

    Settings {
        if (seeds <= 0) {
            throw new IllegalArgumentException("seeds is " + seeds + "; it must be positive");
        }
    }

    static Settings of(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Settings settings = AnnotationSupport.findAnnotation(method, RondoTest.class)
                .map(Settings::of)
                .orElse(null);
        return replayed(settings == null ? simulated(method, context.getRequiredTestClass()) : settings);
    }

    private static Settings simulated(Method method, Class<?> type) {
        return AnnotationSupport.findAnnotation(method, Simulated.class)
                .or(() -> AnnotationSupport.findAnnotation(type, Simulated.class))
                .map(Settings::of)
                .orElseThrow(() -> new IllegalStateException(
                        method + " has neither @RondoTest nor @Simulated, nor has its class; add one"));
    }

    private static Settings of(RondoTest a) {
        return of(a.seeds(), a.firstSeed(), a.order(), a.timeLimitSeconds(), a.allTasksEnd(), a.allowed());
    }

    private static Settings of(Simulated a) {
        return of(a.seeds(), a.firstSeed(), a.order(), a.timeLimitSeconds(), a.allTasksEnd(), a.allowed());
    }

    private static Settings of(
            int seeds, long firstSeed, Order order, int timeLimitSeconds, boolean allTasksEnd, Leak[] allowed) {
        return new Settings(
                seeds,
                firstSeed,
                false,
                seeds == 1 && order == Order.RANDOM && firstSeed == 0 ? Order.FIFO : order,
                Duration.ofSeconds(timeLimitSeconds),
                allTasksEnd,
                List.of(allowed));
    }

    /// A seed that is asked for by hand runs alone.
    private static Settings replayed(Settings settings) {
        String seed = System.getProperty(SEED);
        if (seed == null) {
            return settings;
        }
        return new Settings(
                1, number(seed), true, settings.order, settings.timeLimit, settings.allTasksEnd, settings.allowed);
    }

    private static long number(String seed) {
        try {
            return Long.parseLong(seed);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "-D" + SEED + " is '" + seed + "'; it takes a whole number, the seed of a failure", e);
        }
    }

    SimulationOptions options(Method method) {
        var options = SimulationOptions.defaults()
                .withSeed(firstSeed)
                .withOrder(order)
                .withTimeLimit(timeLimit)
                .withReplayCommand("-D" + SEED + "=%d, test "
                        + method.getDeclaringClass().getSimpleName() + "#" + method.getName());
        for (Leak leak : allowed) {
            options = options.allowing(leak);
        }
        return options;
    }
}
