package rondo.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// The rows of `rondo top`: which, in which order, and which of them is chosen.
final class TopTable {
    /// What rows can be sorted by.
    enum Column {
        NUMBER,
        NAME,
        STATE,
        WAITS_FOR,
        AWAITED_BY;

        private Comparator<TaskView> order() {
            Comparator<TaskView> byNumber = Comparator.comparingLong(TaskView::id);
            return switch (this) {
                case NUMBER -> byNumber;
                case NAME -> Comparator.comparing(TaskView::name).thenComparing(byNumber);
                case STATE -> Comparator.comparing(TaskView::state).thenComparing(byNumber);
                case WAITS_FOR -> Comparator.comparing(TaskView::waitsFor).thenComparing(byNumber);
                case AWAITED_BY ->
                    Comparator.comparingInt((TaskView task) -> -task.awaitedBy().size())
                            .thenComparing(byNumber);
            };
        }
    }

    private static final int NAME_COLUMNS = 24;
    private static final String FORMAT = "%-10s %s %-10s %7s  %s";

    private List<TaskView> rows = List.of();
    private Column column = Column.NUMBER;
    private boolean reversed;
    private String filter = "";
    private long chosen; // the number of a task; the row moves, the task stays
    private int chosenRow;
    private int firstShown;

    void show(ProcessView view) {
        Comparator<TaskView> order = reversed ? column.order().reversed() : column.order();
        rows = view.loops().stream()
                .map(LoopView::tasks)
                .flatMap(List::stream)
                .filter(this::passes)
                .sorted(order)
                .toList();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id() == chosen) {
                chosenRow = i;
                return;
            }
        }
        choose(chosenRow);
    }

    private boolean passes(TaskView task) {
        return text(task, task.name()).toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT));
    }

    void sortBy(Column by) {
        column = by;
    }

    void reverse() {
        reversed = !reversed;
    }

    void filter(String by) {
        filter = by;
    }

    String filter() {
        return filter;
    }

    void move(int by) {
        choose(chosenRow + by);
    }

    private void choose(int row) {
        chosenRow = Math.clamp(row, 0, Math.max(0, rows.size() - 1));
        chosen = rows.isEmpty() ? 0 : rows.get(chosenRow).id();
    }

    @Nullable TaskView chosen() {
        return rows.isEmpty() ? null : rows.get(chosenRow);
    }

    String heading() {
        return FORMAT.formatted("task id", cell("task name"), "state", "awaited", "waits for") + "   (by "
                + column.name().toLowerCase(Locale.ROOT).replace('_', ' ') + (reversed ? ", reversed" : "")
                + (filter.isEmpty() ? "" : "; with '" + filter + "'") + ")";
    }

    /// {@return the rows that fit, with the chosen one among them}
    List<String> lines(int height) {
        if (chosenRow < firstShown) {
            firstShown = chosenRow;
        } else if (chosenRow >= firstShown + height) {
            firstShown = chosenRow - height + 1;
        }
        firstShown = Math.clamp(firstShown, 0, Math.max(0, rows.size() - height));
        var lines = new ArrayList<String>();
        for (int i = firstShown; i < Math.min(rows.size(), firstShown + height); i++) {
            lines.add(text(rows.get(i), cell(rows.get(i).name())));
        }
        return lines;
    }

    /// {@return which of the lines is the chosen one}
    int chosenLine() {
        return chosenRow - firstShown;
    }

    /// {@return a name in as many columns as it has here: some signs take two, and some none}
    private static String cell(String name) {
        AttributedString cut = new AttributedString(name).columnSubSequence(0, NAME_COLUMNS);
        return cut + " ".repeat(NAME_COLUMNS - cut.columnLength());
    }

    private static String text(TaskView task, String name) {
        return FORMAT.formatted(
                        task.id(),
                        name,
                        task.state(),
                        task.awaitedBy().size(),
                        task.waitsFor() + (task.cancelling() > 0 ? " (cancelling)" : ""))
                .stripTrailing();
    }
}
