package rondo.testkit.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import rondo.task.Task;
import rondo.testkit.SimulatedRun;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// Runs test methods as main tasks of simulations. Registered by [RondoTest] and [Simulated].
public final class SimulationExtension
        implements InvocationInterceptor, ParameterResolver, TestTemplateInvocationContextProvider {
    private final List<SimulationParameter> kinds = new ArrayList<>(List.of(new RunParameter()));

    /// Creates the extension; JUnit does.
    public SimulationExtension() {
        ServiceLoader.load(SimulationParameter.class, SimulationExtension.class.getClassLoader())
                .forEach(kinds::add);
    }

    // --- invocations -----------------------------------------------------------------------------

    /// Unless another annotation says how often, there is one.
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        return AnnotationSupport.isAnnotated(method, RondoTest.class) && !OtherTemplates.on(method);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Stream.of(new TestTemplateInvocationContext() {
            @Override
            public String getDisplayName(int index) {
                return context.getDisplayName();
            }
        });
    }

    // --- parameters ------------------------------------------------------------------------------

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getDeclaringExecutable() instanceof Method && kind(parameter.getParameter()) != null;
    }

    private @Nullable SimulationParameter kind(Parameter parameter) {
        for (SimulationParameter kind : kinds) {
            if (kind.supports(parameter)) {
                return kind;
            }
        }
        return null;
    }

    /// Nothing yet: each run has its own, which are there when it begins.
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return null;
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

    private void run(ReflectiveInvocationContext<Method> method, Settings settings) throws Throwable {
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

    private void call(ReflectiveInvocationContext<Method> method, Simulation simulation, Settings settings)
            throws Exception {
        Method executable = method.getExecutable();
        executable.setAccessible(true);
        Object[] arguments = method.getArguments().toArray();
        Parameter[] parameters = executable.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            SimulationParameter kind = arguments[i] == null ? kind(parameters[i]) : null;
            if (kind != null) {
                arguments[i] = kind.value(parameters[i], simulation);
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
        if (others(simulation) > 0) {
            simulation.waitUntilAllBlocked(); // a server that was closed, say, ends in its next step
        }
        int left = others(simulation);
        if (left > 0) {
            throw new AssertionError("the test has left " + left + " of its tasks behind; await them, or set"
                    + " allTasksEnd = false:\n" + simulation.tasks());
        }
    }

    private static int others(Simulation simulation) {
        return Task.all(simulation.loop()).size() - 1;
    }
}
