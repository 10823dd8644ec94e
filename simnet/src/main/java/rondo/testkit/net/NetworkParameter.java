package rondo.testkit.net;

import java.lang.reflect.Parameter;
import rondo.net.Network;
import rondo.testkit.Simulation;
import rondo.testkit.junit.SimulationParameter;

/// Gives the test methods of `@RondoTest` their run's network: a `SimulatedNetwork`, a [Host] of it, or a
/// `Network`, as such a host sees it. [On] names the host. All parameters of a run are of one network, on which
/// nothing goes wrong by itself until the test says so ([SimulatedNetwork#faults]).
public final class NetworkParameter implements SimulationParameter {
    private static final String UNNAMED = "test";

    /// Creates the provider; the service loader does.
    public NetworkParameter() {}

    @Override
    public boolean supports(Parameter parameter) {
        Class<?> type = parameter.getType();
        return type == Network.class || type == Host.class || type == SimulatedNetwork.class;
    }

    @Override
    public Object value(Parameter parameter, Simulation simulation) {
        SimulatedNetwork network =
                simulation.loop().attachment(SimulatedNetwork.class, any -> SimulatedNetwork.of(simulation));
        if (parameter.getType() == SimulatedNetwork.class) {
            return network;
        }
        On on = parameter.getAnnotation(On.class);
        Host host = network.host(on == null ? UNNAMED : on.value());
        return parameter.getType() == Host.class ? host : host.network();
    }
}
