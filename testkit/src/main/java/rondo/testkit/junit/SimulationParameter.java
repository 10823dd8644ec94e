package rondo.testkit.junit;

import java.lang.reflect.Parameter;
import rondo.testkit.Simulation;

/// Gives the test methods of [RondoTest] and [Simulated] parameters of one more kind.
///
/// Implementations are found by [java.util.ServiceLoader]: named in their module's `provides`, and in
/// `META-INF/services` for the class path. `rondo.testkit.net` gives a test its network so.
public interface SimulationParameter {
    /// {@return whether this is a parameter of this kind}
    ///
    /// @param parameter a parameter of a test method
    boolean supports(Parameter parameter);

    /// {@return what the method is given}
    ///
    /// Asked when a run begins, in its main task; it must not suspend. What several parameters of a run have in
    /// common can be kept at its loop ([rondo.loop.EventLoop#attachment]).
    ///
    /// @param parameter a parameter that is supported
    /// @param simulation the run
    Object value(Parameter parameter, Simulation simulation);
}
