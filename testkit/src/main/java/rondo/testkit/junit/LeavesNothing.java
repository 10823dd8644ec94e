package rondo.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Fails a test that leaves something behind: a loop that is not closed and its tasks, a thread, a socket that
/// listens or is connected, a pipe, an open file, a process.
///
/// What ends by itself has ten seconds to do so (JUnit's configuration parameter `rondo.patience.millis`).
/// Threads of the JDK's own do not count. Descriptors are only seen where the system lists them, on Linux.
/// Tests that run side by side would see each other's: mark their class `@Isolated`, or leave this annotation
/// out.
///
/// For all tests of a build at once, set `junit.jupiter.extensions.autodetection.enabled=true`.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LeavesNothingExtension.class)
public @interface LeavesNothing {}
