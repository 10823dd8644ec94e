package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.turns;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.task.Task;
import rondo.task.VoidBody;

/// What becomes of the children where the caller cannot wait for them: in a class initialiser, on the direct
/// carrier?
final class NoSuspensionTest {
    /// Not a lambda of the classes below: it would wait for the end of their initialisation.
    private static final VoidBody CHILD = () -> sleepMillis(1000);

    private static final class RunsAGroup {
        static {
            TaskGroup.run(group -> group.createTask(CHILD));
        }
    }

    private static final class Gathers {
        static {
            Gather.gather(CHILD, CHILD);
        }
    }

    private static final class GathersOutcomes {
        static {
            Gather.gatherOutcomes(CHILD);
        }
    }

    @Test
    void noChildIsLeftRunningAndNothingIsReported() {
        List<ErrorReport> reports = new ArrayList<>();
        InVirtualTime.run(() -> {
            EventLoop.current().exceptionHandler((any, report) -> reports.add(report));
            List<VoidBody> initialisers = List.of(RunsAGroup::new, Gathers::new, GathersOutcomes::new);

            for (VoidBody initialiser : initialisers) {
                try {
                    initialiser.run();
                    assertThat(EventLoop.current().carrier()).isEqualTo("baton");
                } catch (ExceptionInInitializerError pinned) {
                    assertThat(pinned).hasCauseInstanceOf(IllegalStateException.class);
                    assertThat(EventLoop.current().carrier()).isEqualTo("direct");
                }
                turns(3);
                assertThat(Task.all(EventLoop.current())).hasSize(1);
            }
        });

        assertThat(reports).isEmpty();
    }
}
