package rondo.testkit.awaits;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rondo.task.Task;
import rondo.task.TaskInstrument;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.testkit.Scenario;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// In which methods a scenario's body waits: at each of these waits it is interrupted, too.
public final class Awaited implements TaskInstrument {
    private static final String SUBJECT = "subject";

    private final Set<String> methods = new HashSet<>();

    private Awaited() {}

    /// {@return the methods as `type.method`, under the names of the types above as well}
    public static Set<String> by(SimulationOptions options, Scenario<?> scenario) {
        var awaited = new Awaited();
        Simulation.run(options, simulation -> run(simulation, scenario, awaited));
        return awaited.methods;
    }

    private static <S> void run(Simulation simulation, Scenario<S> scenario, Awaited awaited) throws Exception {
        simulation.loop().addInstrument(awaited);
        S state = scenario.setup().call();
        Task<@Nullable Void> subject = Task.start(
                simulation.loop(), VoidBody.awaitable(() -> scenario.body().run(state)), TaskOptions.named(SUBJECT));
        subject.await();
        simulation.runUntilIdle();
        scenario.invariant().run(state);
    }

    @Override
    public void stepEnds(Task<?> task) {
        if (task.name().equals(SUBJECT) && !task.done()) {
            task.stack().forEach(this::add);
        }
    }

    private void add(StackTraceElement frame) {
        if (frame.getClassName().startsWith("rondo.")) {
            try {
                add(Class.forName(frame.getClassName(), false, Awaited.class.getClassLoader()), frame.getMethodName());
            } catch (ClassNotFoundException e) {
                throw new AssertionError(frame + " is of no class", e);
            }
        }
    }

    private void add(@Nullable Class<?> type, String method) {
        if (type != null) {
            methods.add(CallTree.name(type.getName(), method));
            add(type.getSuperclass(), method);
            for (Class<?> above : type.getInterfaces()) {
                add(above, method);
            }
        }
    }
}
