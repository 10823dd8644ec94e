package rondo.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import rondo.testkit.Leak;
import rondo.testkit.Order;

/// Makes the main tasks of simulations of all test methods of a class, of whatever kind, or of one `@Test`.
/// Otherwise as [RondoTest], whose settings at a method go before these.
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SimulationExtension.class)
public @interface Simulated {
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
