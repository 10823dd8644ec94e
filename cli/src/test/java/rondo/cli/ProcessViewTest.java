package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What another process says of itself, as it is shown.
final class ProcessViewTest {
    @Test
    void controlCharactersOfNamesAreSpeltOut() {
        Map<String, Object> task = Map.of(
                "id",
                1L,
                "name",
                "of \u001b[2J\n'eve'\u009b1m",
                "state",
                "AWAITING",
                "waitsFor",
                "a lock\r",
                "cancelling",
                0L,
                "stack",
                List.of("app//Eve.\u0007main(Eve.java:1)"),
                "awaitedBy",
                List.of());
        Map<String, Object> loop = Map.of(
                "name",
                "main",
                "carrier",
                "direct",
                "answers",
                true,
                "running",
                "task '\t'",
                "thread",
                1L,
                "steps",
                1L,
                "stack",
                List.of(),
                "tasks",
                List.of(task));

        ProcessView.LoopView shown =
                ProcessView.of(Map.of("loops", List.of(loop))).loops().getFirst();

        assertThat(shown.running()).isEqualTo("task '\\u0009'");
        assertThat(shown.tasks()).first().satisfies(each -> {
            assertThat(each.name()).isEqualTo("of \\u001b[2J\\u000a'eve'\\u009b1m");
            assertThat(each.waitsFor()).isEqualTo("a lock\\u000d");
            assertThat(each.stack()).containsExactly("app//Eve.\\u0007main(Eve.java:1)");
        });
    }

    @Test
    void longNameIsCutWhereOneAmongManyIsShown() {
        String guitars = "\ud83c\udfb8".repeat(5_000);

        assertThat(named("a".repeat(60)).brief()).isEqualTo("a".repeat(60));
        assertThat(named("a".repeat(61)).brief()).isEqualTo("a".repeat(57) + "...");
        assertThat(named(guitars).brief()).isEqualTo("\ud83c\udfb8".repeat(28) + "...");
    }

    private static ProcessView.TaskView named(String name) {
        return new ProcessView.TaskView(1, name, "AWAITING", "", 0, List.of(), List.of());
    }
}
