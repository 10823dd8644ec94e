package rondo.testkit.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import rondo.loop.EventLoop;
import rondo.task.Task;
import rondo.testkit.SimulatedRun;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;
import rondo.testkit.Trail;
import rondo.time.Clock;

/// Runs test methods as main tasks of simulations. Registered by [RondoTest] and [Simulated].
public final class SimulationExtension implements InvocationInterceptor, ParameterResolver {
    private static final List<Class<?>> GIVEN =
            List.of(Simulation.class, Trail.class, EventLoop.class, Clock.class, RandomGenerator.class);

    /// Creates the extension; JUnit does.
    public SimulationExtension() {}

    // --- parameters ------------------------------------------------------------------------------

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getDeclaringExecutable() instanceof Method && isGiven(parameter.getParameter());
    }

    private static boolean isGiven(Parameter parameter) {
        return GIVEN.contains(parameter.getType());
    }

    /// Nothing yet: each run has its own, which are there when it begins.
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return null;
    }

    private static Object given(Class<?> type, Simulation simulation) {
        if (type == Simulation.class) {
            return simulation;
        }
        if (type == Trail.class) {
            return simulation.trail();
        }
        if (type == EventLoop.class) {
            return simulation.loop();
        }
        return type == Clock.class ? simulation.clock() : simulation.random("test");
    }

    // --- the method ------------------------------------------------------------------------------

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        invocation.skip(); // it is invoked below, once for each seed
        run(method, Settings.of(context));
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        interceptTestMethod(invocation, method, context);
    }

    private static void run(ReflectiveInvocationContext<Method> method, Settings settings) throws Throwable {
        SimulationOptions options = settings.options(method.getExecutable());
        Simulation.Body body = simulation -> call(method, simulation, settings);
        if (settings.replayed()) {
            SimulatedRun run = Simulation.replay(options, body);
            if (!run.passed()) {
                System.err.println(run.trace() + "\n" + run.trace().timeline());
                run.traceOrThrow();
            }
        } else if (settings.seeds() == 1) {
            Simulation.run(options, body);
        } else {
            Simulation.explore(options, settings.seeds(), body);
        }
    }

    private static void call(ReflectiveInvocationContext<Method> method, Simulation simulation, Settings settings)
            throws Exception {
        Method executable = method.getExecutable();
        executable.setAccessible(true);
        Object[] arguments = method.getArguments().toArray();
        Parameter[] parameters = executable.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (isGiven(parameters[i])) {
                arguments[i] = given(parameters[i].getType(), simulation);
            }
        }
        invoke(executable, method.getTarget().orElse(null), arguments);
        if (settings.allTasksEnd()) {
            checkTasks(simulation);
        }
    }

    private static void invoke(Method executable, @Nullable Object target, Object[] arguments) throws Exception {
        try {
            executable.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof Exception exception) {
                throw exception;
            }
            throw (Error) cause;
        }
    }

    private static void checkTasks(Simulation simulation) {
        int left = Task.all(simulation.loop()).size() - 1;
        if (left > 0) {
            throw new AssertionError("the test has left " + left + " of its tasks behind; await them, or set"
                    + " allTasksEnd = false:\n" + simulation.tasks());
        }
    }
}
