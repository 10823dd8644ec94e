package rondo.testkit.junit;

import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import rondo.loop.EventLoop;
import rondo.testkit.Simulation;
import rondo.testkit.Trail;
import rondo.time.Clock;

/// The parameters that are part of each run.
final class RunParameter implements SimulationParameter {
    private static final Map<Class<?>, Function<Simulation, Object>> BY_TYPE = Map.of(
            Simulation.class, simulation -> simulation,
            Trail.class, Simulation::trail,
            EventLoop.class, Simulation::loop,
            Clock.class, Simulation::clock,
            RandomGenerator.class, simulation -> simulation.random("test"));

    @Override
    public boolean supports(Parameter parameter) {
        return BY_TYPE.containsKey(parameter.getType());
    }

    @Override
    public Object value(Parameter parameter, Simulation simulation) {
        return Objects.requireNonNull(BY_TYPE.get(parameter.getType())).apply(simulation);
    }
}
