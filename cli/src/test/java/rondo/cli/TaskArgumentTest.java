package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// Which task a user means.
final class TaskArgumentTest {
    private static final ProcessView SHOP = new ProcessView(List.of(new LoopView(
            "main",
            "direct",
            true,
            "",
            7,
            0,
            List.of(),
            List.of(task(1, "main"), task(2, "waiter"), task(3, "waiter"), task(4, "2"), task(5, "")))));

    private static TaskView task(long id, String name) {
        return new TaskView(id, name, "AWAITING", "", 0, List.of(), List.of());
    }

    @Test
    void numberMeansThatTaskThoughAnotherIsCalledSo() throws MonitorRefusal {
        assertThat(new TaskArgument("2").in(SHOP)).isEqualTo(2);
        assertThat(new TaskArgument("4").in(SHOP)).isEqualTo(4);
    }

    @Test
    void nameMeansTheOnlyTaskThatHasIt() throws MonitorRefusal {
        assertThat(new TaskArgument("main").in(SHOP)).isEqualTo(1);
        assertThat(new TaskArgument("").in(SHOP)).isEqualTo(5);
        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> new TaskArgument("waiter").in(SHOP))
                .withMessage("several tasks are called 'waiter'; say which by its number: 2 (waiter), 3 (waiter)");
        assertThatExceptionOfType(MonitorRefusal.class)
                .isThrownBy(() -> new TaskArgument("cook").in(SHOP))
                .withMessage("there is no task 'cook'; there are 1 (main), 2 (waiter), 3 (waiter), 4 (2), 5 ()");
    }
}
