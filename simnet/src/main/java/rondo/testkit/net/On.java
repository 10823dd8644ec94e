package rondo.testkit.net;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the host that a test method's parameter, a `Network` or a [Host], belongs to; without it that is the
/// host `test`.
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface On {
    /// {@return the host's name}
    String value();
}
