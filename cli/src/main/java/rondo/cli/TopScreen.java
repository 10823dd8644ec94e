package rondo.cli;

import static org.jline.keymap.KeyMap.ctrl;
import static org.jline.keymap.KeyMap.esc;
import static org.jline.keymap.KeyMap.key;
import static org.jline.keymap.KeyMap.range;

import java.util.ArrayList;
import java.util.List;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;
import rondo.cli.TopTable.Column;

/// The live screen of `rondo top`: draws what was seen last, and does what keys say.
final class TopScreen {
    private static final long KEY_MILLIS = 100; // between two looks whether there is news
    private static final long ESCAPE_MILLIS = 50; // so long after Esc the rest of a key's sequence may come
    private static final int FALLBACK_ROWS = 24;
    private static final int FALLBACK_COLUMNS = 80;
    private static final double NANOS_PER_SECOND = 1e9;

    private enum Key {
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        ENTER,
        BACK,
        QUIT,
        REVERSE,
        FILTER,
        SORT,
        TEXT,
        ERASE,
        OTHER
    }

    private enum Mode {
        TABLE,
        TASK,
        FILTER
    }

    private final Terminal terminal;
    private final String title;
    private final TopFeed feed;
    private final Display display;
    private final TopTable table = new TopTable();
    private Mode mode = Mode.TABLE;
    private long task; // whose stack is shown
    private TopFeed.@Nullable Look shown;
    private String rate = "";

    TopScreen(Terminal terminal, String title, TopFeed feed) {
        this.terminal = terminal;
        this.title = title;
        this.feed = feed;
        this.display = new Display(terminal, true);
    }

    /// Draws and reads keys until q.
    void run() {
        Attributes before = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        try {
            var keys = new BindingReader(terminal.reader());
            do {
                draw();
            } while (react(keys));
        } finally {
            feed.stop();
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.keypad_local);
            terminal.puts(Capability.exit_ca_mode);
            terminal.setAttributes(before);
            terminal.flush();
        }
    }

    // --- keys ------------------------------------------------------------------------------------

    /// {@return whether to go on}
    private boolean react(BindingReader keys) {
        int next = keys.peekCharacter(KEY_MILLIS);
        if (next < 0) {
            return next != -1; // -1: the terminal is gone
        }
        KeyMap<Key> map = mode == Mode.FILTER ? filterKeys() : tableKeys();
        Key pressed = keys.readBinding(map);
        return pressed != null && react(pressed, String.valueOf(keys.getLastBinding()));
    }

    private boolean react(Key pressed, String text) {
        switch (pressed) {
            case UP -> table.move(-1);
            case DOWN -> table.move(1);
            case PAGE_UP -> table.move(-rows());
            case PAGE_DOWN -> table.move(rows());
            case ENTER -> enter();
            case BACK -> back();
            case REVERSE -> table.reverse();
            case SORT -> table.sortBy(column(text));
            case FILTER -> mode = Mode.FILTER;
            case TEXT -> table.filter(table.filter() + text);
            case ERASE -> {
                String filter = table.filter();
                table.filter(filter.substring(0, Math.max(0, filter.length() - 1)));
            }
            case QUIT -> {
                return false;
            }
            case OTHER -> {}
        }
        return true;
    }

    private void enter() {
        if (mode == Mode.FILTER) {
            mode = Mode.TABLE;
            return;
        }
        TaskView chosen = table.chosen();
        if (chosen != null && mode == Mode.TABLE) {
            mode = Mode.TASK;
            task = chosen.id();
            feed.ask("task " + task);
        }
    }

    private void back() {
        if (mode == Mode.FILTER || mode == Mode.TABLE) {
            table.filter("");
        }
        mode = Mode.TABLE;
        feed.ask(TopFeed.ALL);
    }

    private static Column column(String key) {
        return switch (key) {
            case "n" -> Column.NAME;
            case "s" -> Column.STATE;
            case "w" -> Column.WAITS_FOR;
            case "a" -> Column.AWAITED_BY;
            default -> Column.NUMBER;
        };
    }

    private KeyMap<Key> tableKeys() {
        var keys = basicKeys();
        keys.bind(Key.UP, "k", key(terminal, Capability.key_up), "\033[A", "\033OA");
        keys.bind(Key.DOWN, "j", key(terminal, Capability.key_down), "\033[B", "\033OB");
        keys.bind(Key.PAGE_UP, "\033[5~");
        keys.bind(Key.PAGE_DOWN, " ", "\033[6~");
        keys.bind(Key.QUIT, "q", ctrl('C'), ctrl('D'));
        keys.bind(Key.REVERSE, "r");
        keys.bind(Key.FILTER, "/");
        keys.bind(Key.SORT, "i", "n", "s", "w", "a");
        return keys;
    }

    private static KeyMap<Key> filterKeys() {
        var keys = basicKeys();
        keys.bind(Key.TEXT, range(" -~"));
        keys.setUnicode(Key.TEXT);
        keys.bind(Key.ERASE, "\177", "\b");
        keys.bind(Key.QUIT, ctrl('C'), ctrl('D'));
        return keys;
    }

    private static KeyMap<Key> basicKeys() {
        var keys = new KeyMap<Key>();
        keys.setAmbiguousTimeout(ESCAPE_MILLIS);
        keys.setNomatch(Key.OTHER);
        keys.setUnicode(Key.OTHER);
        keys.bind(Key.ENTER, "\r", "\n");
        keys.bind(Key.BACK, esc());
        return keys;
    }

    // --- drawing ---------------------------------------------------------------------------------

    private int rows() {
        return Math.max(
                1, size().getRows() - 4); // the head takes two lines, the foot one, and one is for blocked loops
    }

    private Size size() {
        Size real = terminal.getSize();
        return real.getRows() > 0 && real.getColumns() > 0 ? real : Size.of(FALLBACK_COLUMNS, FALLBACK_ROWS);
    }

    private void draw() {
        Size size = size();
        TopFeed.Look look = feed.latest();
        var lines = new ArrayList<AttributedString>();
        if (look == null) {
            lines.add(new AttributedString(title + ": waiting for its answer"));
        } else {
            note(look);
            lines.add(new AttributedString(head(look), AttributedStyle.BOLD));
            lines.add(new AttributedString(alarm(look), AttributedStyle.BOLD.foreground(AttributedStyle.RED)));
            lines.addAll(mode == Mode.TASK ? stack(look) : rows(look));
        }
        while (lines.size() < size.getRows() - 1) {
            lines.add(AttributedString.EMPTY);
        }
        lines.subList(size.getRows() - 1, lines.size()).clear();
        lines.add(new AttributedString(foot()));
        lines.replaceAll(line -> line.columnSubSequence(0, size.getColumns()));
        display.resize(size);
        display.update(lines, 0);
    }

    private void note(TopFeed.Look look) {
        TopFeed.Look before = shown;
        if (before != null && before.nanos() != look.nanos()) {
            double seconds = (look.nanos() - before.nanos()) / NANOS_PER_SECOND;
            rate = ", %,d steps a second".formatted(Math.max(0, Math.round((steps(look) - steps(before)) / seconds)));
        }
        shown = look;
    }

    private static long steps(TopFeed.Look look) {
        return look.view().loops().stream().mapToLong(LoopView::steps).sum();
    }

    private String head(TopFeed.Look look) {
        long tasks = look.view().loops().stream()
                .mapToLong(loop -> loop.tasks().size())
                .sum();
        return "%s: %d loop%s, %,d tasks%s"
                .formatted(
                        title, look.view().loops().size(), look.view().loops().size() == 1 ? "" : "s", tasks, rate);
    }

    private static String alarm(TopFeed.Look look) {
        if (!look.refusal().isEmpty()) {
            return "no answer: " + look.refusal();
        }
        return look.view().loops().stream()
                .filter(loop -> !loop.answers())
                .findFirst()
                .map(loop -> "event loop '" + loop.name() + "' does not answer: " + loop.running() + " blocks it"
                        + (loop.stack().isEmpty()
                                ? ""
                                : ", at " + FrameText.withPlace(loop.stack().getFirst())))
                .orElse("");
    }

    private List<AttributedString> rows(TopFeed.Look look) {
        table.show(look.view());
        var lines = new ArrayList<AttributedString>();
        lines.add(new AttributedString(table.heading(), AttributedStyle.DEFAULT.underline()));
        List<String> rows = table.lines(rows());
        for (int i = 0; i < rows.size(); i++) {
            AttributedStyle style = i == table.chosenLine() ? AttributedStyle.INVERSE : AttributedStyle.DEFAULT;
            lines.add(new AttributedString(rows.get(i), style));
        }
        return lines;
    }

    private List<AttributedString> stack(TopFeed.Look look) {
        var lines = new ArrayList<AttributedString>();
        look.view().loops().stream()
                .map(LoopView::tasks)
                .flatMap(List::stream)
                .filter(each -> each.id() == task)
                .findFirst()
                .ifPresentOrElse(
                        found -> {
                            lines.add(new AttributedString("task %d '%s', %s%s"
                                    .formatted(
                                            found.id(),
                                            found.name(),
                                            found.state(),
                                            found.waitsFor().isEmpty() ? "" : ", waits for " + found.waitsFor())));
                            found.stack().forEach(frame -> lines.add(new AttributedString("    at " + frame)));
                            found.awaitedBy().forEach(by -> lines.add(new AttributedString("awaited by task " + by)));
                        },
                        () -> lines.add(new AttributedString("task " + task + " has ended")));
        return lines;
    }

    private String foot() {
        return switch (mode) {
            case TABLE -> "↑↓ choose  Enter stack  / filter  i n s w a sort  r reverse  q quit";
            case TASK -> "Esc back  q quit";
            case FILTER -> "filter: " + table.filter() + "_   Enter keeps it, Esc drops it";
        };
    }
}
