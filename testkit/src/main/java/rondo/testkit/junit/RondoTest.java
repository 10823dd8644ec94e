package rondo.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import rondo.testkit.Leak;
import rondo.testkit.Order;

/// A test whose method is the main task of a simulation: virtual time, once for each seed.
///
/// The method may take a [rondo.testkit.Simulation], a [rondo.testkit.Trail], a [rondo.loop.EventLoop], a
/// [rondo.time.Clock] and a [java.util.random.RandomGenerator], each of its own run, and what a
/// [SimulationParameter] gives: a network, with `rondo.testkit.net`. With more than one seed it is called again
/// on the same test instance: what it works on it makes itself. `-Drondo.seed=N` runs that seed alone, and
/// prints its timeline if it fails.
///
/// Together with `@ParameterizedTest` or `@RepeatedTest`, each of their invocations is run so; arguments come
/// first. Tests may run in parallel: each run has a loop and a thread of its own. For all tests of a class,
/// [Simulated]. It is no `@Test` but a template with one invocation, since JUnit would otherwise run a
/// parameterized one twice.
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulationExtension.class)
public @interface RondoTest {
    /// {@return how many seeds to run; positive}
    int seeds() default 1;

    /// {@return the first seed}
    long firstSeed() default 0;

    /// {@return how a run chooses among what is ready; [Order#RANDOM] is first in, first out where there is one
    /// seed, and that 0}
    Order order() default Order.RANDOM;

    /// {@return how many seconds of real time one run may take, positive; then the test fails with the tree of
    /// tasks}
    int timeLimitSeconds() default 30;

    /// {@return whether tasks that the method leaves behind fail the test}
    boolean allTasksEnd() default true;

    /// {@return leaks of determinism that do not fail the test}
    Leak[] allowed() default {};
}
