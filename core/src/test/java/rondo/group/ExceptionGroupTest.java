package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What can be asked of a group of exceptions, and how does it print?
final class ExceptionGroupTest {
    private final IOException disk = new IOException("disk");
    private final FileNotFoundException file = new FileNotFoundException("file");
    private final IllegalStateException state = new IllegalStateException("state");
    private final ExceptionGroup inner = new ExceptionGroup("inner", List.of(file, state));
    private final ExceptionGroup outer = new ExceptionGroup("outer", List.of(disk, inner));

    @Test
    void listsItsExceptionsInOrder() {
        assertThat(outer.exceptions()).containsExactly(disk, inner);
        assertThat(outer.message()).isEqualTo("outer");
        assertThat(outer).hasMessage("outer (2 sub-exceptions)");
        assertThat(new ExceptionGroup("one", List.of(disk))).hasMessage("one (1 sub-exception)");
    }

    @Test
    void firstIsTheCauseAndTheOthersAreSuppressed() {
        assertThat(outer).hasCause(disk);
        assertThat(outer.getSuppressed()).containsExactly(inner);
    }

    @Test
    void isNeverEmpty() {
        assertThatThrownBy(() -> new ExceptionGroup("none", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listCannotBeChanged() {
        List<Throwable> source = new ArrayList<>(List.of(disk));
        var group = new ExceptionGroup("group", source);
        source.add(file);

        assertThat(group.exceptions()).containsExactly(disk);
        assertThatThrownBy(() -> group.exceptions().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void leavesAreAllThatAreNoGroups() {
        assertThat(outer.leaves()).containsExactly(disk, file, state);
    }

    @Test
    void splitByTypeKeepsTheShape() {
        var split = outer.split(IOException.class);

        assertThat(present(split.matched()).exceptions().getFirst()).isSameAs(disk);
        assertThat(present(split.matched()).leaves()).containsExactly(disk, file);
        assertThat(present(split.matched()).exceptions().getLast()).isInstanceOf(ExceptionGroup.class);
        assertThat(present(split.rest()).message()).isEqualTo("outer");
        assertThat(present(split.rest()).leaves()).containsExactly(state);
        assertThat(present(split.rest()).getStackTrace()).isEqualTo(outer.getStackTrace());
    }

    @Test
    void splitAsksTheLeavesAndNotTheGroups() {
        var split = outer.split(RuntimeException.class);

        assertThat(present(split.matched()).leaves()).containsExactly(state);
        assertThat(present(split.rest()).leaves()).containsExactly(disk, file);
    }

    @Test
    void sideWithoutALeafIsNull() {
        assertThat(outer.split(Exception.class)).isEqualTo(new ExceptionGroup.Split(outer, null));
        assertThat(outer.split(TimeoutException.class)).isEqualTo(new ExceptionGroup.Split(null, outer));
    }

    @Test
    void subgroupIsTheMatchingPart() {
        assertThat(present(outer.subgroup(FileNotFoundException.class)).leaves())
                .containsExactly(file);
        assertThat(present(outer.subgroup(leaf -> "disk".equals(leaf.getMessage())))
                        .leaves())
                .containsExactly(disk);
        assertThat(outer.subgroup(TimeoutException.class)).isNull();
    }

    @Test
    void handlesOneKindAndGivesTheRest() {
        List<IOException> handled = new ArrayList<>();

        var rest = present(outer.handle(IOException.class, handled::add));

        assertThat(handled).containsExactly(disk, file);
        assertThat(rest.leaves()).containsExactly(state);
        assertThat(rest.handle(IllegalStateException.class, e -> {})).isNull();
        assertThat(outer.handle(TimeoutException.class, e -> {})).isSameAs(outer);
    }

    @Test
    void itsOwnTypeIsNoLeaf() {
        assertThatThrownBy(() -> outer.handle(ExceptionGroup.class, e -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaves");
    }

    @Test
    void printsTheTree() {
        var lines =
                printed(outer).lines().filter(line -> !line.contains("\tat ")).toList();

        assertThat(lines)
                .containsExactly(
                        "rondo.group.ExceptionGroup: outer (2 sub-exceptions)",
                        "  +- 1 of 2",
                        "  |  java.io.IOException: disk",
                        "  +- 2 of 2",
                        "     rondo.group.ExceptionGroup: inner (2 sub-exceptions)",
                        "       +- 1 of 2",
                        "       |  java.io.FileNotFoundException: file",
                        "       +- 2 of 2",
                        "          java.lang.IllegalStateException: state");
    }

    @Test
    void printsTheFramesAndCausesOfEveryException() {
        var cause = new IOException("cause");
        var group = new ExceptionGroup("group", List.of(new IllegalStateException("effect", cause)));

        assertThat(printed(group))
                .contains(getClass().getName() + ".printsTheFramesAndCausesOfEveryException(")
                .contains("     Caused by: java.io.IOException: cause");
    }

    @Test
    void printsWhatWasSuppressedLater() {
        outer.addSuppressed(new TimeoutException("late"));

        assertThat(printed(outer)).contains("\tSuppressed: java.util.concurrent.TimeoutException: late");
    }

    @Test
    void partsKeepWhatWasAddedToTheGroupOnItsWay() {
        var timeout = new TimeoutException("the deadline passed");
        var group = new ExceptionGroup("several", List.of(disk, new IllegalStateException("net")));
        group.addSuppressed(timeout);

        var split = group.split(IOException.class);

        assertThat(present(split.matched()).getSuppressed()).containsExactly(timeout);
        assertThat(present(split.rest()).getSuppressed()).containsExactly(timeout);
    }

    @Test
    void printsARepeatedExceptionOnce() {
        assertThat(printed(new ExceptionGroup("twice", List.of(disk, disk))))
                .containsOnlyOnce("printsARepeatedExceptionOnce(") // the group's own frame
                .contains("     java.io.IOException: disk [shown above]");
    }

    @Test
    void cutsWideAndDeepTreesShort() {
        var wide = new ExceptionGroup(
                "wide",
                IntStream.range(0, 100).mapToObj(i -> new IOException("#" + i)).toList());
        var deep = nested(100);

        assertThat(printed(wide))
                .contains("+- 15 of 100")
                .contains("+- ... and 85 more")
                .doesNotContain("#15");
        assertThat(printed(deep)).contains("+- ... deeper groups not shown").hasSizeLessThan(1_000_000);
    }

    @Test
    void deepTreesNeedNoDeepStack() throws InterruptedException {
        List<Throwable> leaves = new ArrayList<>();
        var small = new Thread(null, () -> leaves.addAll(nested(20_000).leaves()), "small stack", 256 * 1024);

        small.start();
        small.join();

        assertThat(leaves).containsExactly(disk);
    }

    private ExceptionGroup nested(int depth) {
        var group = new ExceptionGroup("group", List.of(disk));
        for (int i = 1; i < depth; i++) {
            group = new ExceptionGroup("group", List.of(group));
        }
        return group;
    }

    private static ExceptionGroup present(@Nullable ExceptionGroup group) {
        return Objects.requireNonNull(group);
    }

    private static String printed(Throwable error) {
        var out = new StringWriter();
        error.printStackTrace(new PrintWriter(out));
        return out.toString();
    }
}
