package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// The tree that `rondo pstree` draws.
final class TaskTreeTest {
    private static TaskView task(long id, Long... awaitedBy) {
        return new TaskView(
                id, "t" + id, "AWAITING", "", 0, List.of("Shop.serve(Shop.java:" + id + ")"), List.of(awaitedBy));
    }

    private static TaskTree tree(Charset charset, List<TaskView> tasks) {
        var output = new Output(new ByteArrayOutputStream(), charset);
        return new TaskTree(
                new LoopView("main", "direct", true, "", 7, 0, List.of(), tasks), TaskTree.Signs.of(output));
    }

    @Test
    void whatTwoAwaitIsDrawnOnceAndNamedTwice() {
        String text = tree(StandardCharsets.UTF_8, List.of(task(1), task(2), task(3, 1L, 2L), task(4, 3L)))
                .text();

        assertThat(text).isEqualTo("""
                ├── (T) t1
                │   └──  Shop.serve Shop.java:1
                │       └── (T) t3
                │           └──  Shop.serve Shop.java:3
                │               └── (T) t4
                │                   └──  Shop.serve Shop.java:4
                └── (T) t2
                    └──  Shop.serve Shop.java:2
                        └── (T) t3 (see above)
                """);
    }

    @Test
    void treeDoesNotDoubleWithEachStepDown() {
        var tasks = new ArrayList<TaskView>();
        for (long id = 1; id <= 60; id += 2) { // both of a layer await both of the next
            Long[] above = id == 1 ? new Long[0] : new Long[] {id - 2, id - 1};
            tasks.add(task(id, above));
            tasks.add(task(id + 1, above));
        }

        assertThat(tree(StandardCharsets.UTF_8, tasks).text().lines()).hasSizeBetween(120, 240);
    }

    @Test
    void terminalWithoutLinesGetsLetters() {
        TaskTree tree = tree(StandardCharsets.ISO_8859_1, List.of(task(1), task(2, 1L)));

        assertThat(tree.text()).isEqualTo("""
                `-- (T) t1
                    `--  Shop.serve Shop.java:1
                        `-- (T) t2
                            `--  Shop.serve Shop.java:2
                """);
        assertThat(tree(StandardCharsets.US_ASCII, List.of(task(1, 2L), task(2, 1L)))
                        .rings())
                .containsExactly("t1 -> t2 -> t1");
    }
}
