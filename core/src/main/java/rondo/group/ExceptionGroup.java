package rondo.group;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Several errors thrown as one: what a [TaskGroup] throws when something in it failed.
///
/// A tree: its exceptions may be groups again (nested task groups). [#getCause()] is the first exception and the
/// others are among the suppressed ones, so that any logger shows all of them; [#printStackTrace()] prints the
/// tree. Unchecked, because it may hold anything. To deal with one kind and throw on what is left:
///
/// ```java
/// catch (ExceptionGroup group) {
///     var rest = group.handle(IOException.class, e -> log(e));
///     if (rest != null) throw rest;
/// }
/// ```
public final class ExceptionGroup extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_WIDTH = 15; // as Python's traceback module
    private static final int SHOWN_DEPTH = 10;

    /// What the exceptions have in common.
    private final String message;

    /// The exceptions, in the order given; never changed.
    private final Throwable[] exceptions;

    /// A group of the given exceptions.
    ///
    /// @param message what they have in common
    /// @param exceptions at least one; the order is kept
    /// @throws IllegalArgumentException if there is none
    public ExceptionGroup(String message, List<? extends Throwable> exceptions) {
        super(message, first(exceptions));
        this.message = message;
        this.exceptions = exceptions.toArray(Throwable[]::new);
        for (int i = 1; i < this.exceptions.length; i++) {
            addSuppressed(this.exceptions[i]);
        }
    }

    private static Throwable first(List<? extends Throwable> exceptions) {
        if (exceptions.isEmpty()) {
            throw new IllegalArgumentException("an exception group holds at least one exception");
        }
        return exceptions.getFirst();
    }

    /// What the exceptions have in common, as given.
    ///
    /// @return the message without the count that [#getMessage()] adds
    public String message() {
        return message;
    }

    /// The message and how many exceptions there are.
    @Override
    public String getMessage() {
        return message + " (" + exceptions.length + (exceptions.length == 1 ? " sub-exception)" : " sub-exceptions)");
    }

    /// The exceptions of this group itself; a nested group is one of them.
    ///
    /// @return at least one, in the order given, for a task group that of their ending; unmodifiable
    public List<Throwable> exceptions() {
        return List.of(exceptions);
    }

    /// All exceptions in the tree that are not groups.
    ///
    /// @return at least one, depth first, in order; unmodifiable
    public List<Throwable> leaves() {
        List<Throwable> leaves = new ArrayList<>();
        split(leaf -> {
            leaves.add(leaf);
            return true;
        });
        return Collections.unmodifiableList(leaves);
    }

    /// Calls the handler for each leaf of a type.
    ///
    /// @param type what the handler takes; subtypes too
    /// @param handler called for each, depth first, in order; what it throws ends this call
    /// @param <X> the type
    /// @return the group without those leaves, of the same shape, or null if nothing is left
    /// @throws IllegalArgumentException if the type is this class: groups are the tree, not its leaves
    public <X extends Throwable> @Nullable ExceptionGroup handle(Class<X> type, Consumer<? super X> handler) {
        Split split = split(type);
        if (split.matched != null) {
            split.matched.leaves().forEach(leaf -> handler.accept(type.cast(leaf)));
        }
        return split.rest;
    }

    /// The part of the tree whose leaves are of a type.
    ///
    /// @param type the type; subtypes too
    /// @return a group of the same shape, or null if no leaf is
    /// @throws IllegalArgumentException if the type is this class: groups are the tree, not its leaves
    public @Nullable ExceptionGroup subgroup(Class<? extends Throwable> type) {
        return split(type).matched;
    }

    /// The part of the tree whose leaves fulfil a condition.
    ///
    /// @param condition asked once for each leaf, never for a group
    /// @return a group of the same shape, or null if no leaf does
    public @Nullable ExceptionGroup subgroup(Predicate<? super Throwable> condition) {
        return split(condition).matched;
    }

    /// Splits the tree in two by the type of the leaves.
    ///
    /// @param type the type; subtypes too
    /// @return the leaves of that type and the others, each in groups of the same shape
    /// @throws IllegalArgumentException if the type is this class: groups are the tree, not its leaves
    public Split split(Class<? extends Throwable> type) {
        if (type == ExceptionGroup.class) {
            throw new IllegalArgumentException("a group cannot be split by its own type; name a type of its leaves");
        }
        return split(type::isInstance);
    }

    /// Splits the tree in two by a condition on the leaves.
    ///
    /// Python asks the condition for groups too. Here it would be wrong: an unchecked group of checked exceptions
    /// is no leaf of either kind.
    ///
    /// @param condition asked once for each leaf, never for a group
    /// @return the leaves that fulfil it and the others, each in groups of the same shape
    public Split split(Predicate<? super Throwable> condition) {
        Deque<Halves> path = new ArrayDeque<>(); // not the call stack: nesting may be deep
        path.push(new Halves(this));
        while (true) {
            Halves halves = path.getFirst();
            if (halves.next < halves.group.exceptions.length) {
                Throwable exception = halves.group.exceptions[halves.next++];
                if (exception instanceof ExceptionGroup nested) {
                    path.push(new Halves(nested));
                } else {
                    (condition.test(exception) ? halves.matched : halves.rest).add(exception);
                }
                continue;
            }
            path.pop();
            Split split = halves.split();
            if (path.isEmpty()) {
                return split;
            }
            path.getFirst().add(split);
        }
    }

    /// A tree split in two.
    ///
    /// @param matched the leaves that matched, or null if none did
    /// @param rest the others, or null if there are none
    public record Split(
            @Nullable ExceptionGroup matched, @Nullable ExceptionGroup rest) {}

    /// A group on the way through [#split(Predicate)].
    private static final class Halves {
        private final ExceptionGroup group;
        private final List<Throwable> matched = new ArrayList<>();
        private final List<Throwable> rest = new ArrayList<>();
        private int next;

        Halves(ExceptionGroup group) {
            this.group = group;
        }

        void add(Split nested) {
            if (nested.matched != null) {
                matched.add(nested.matched);
            }
            if (nested.rest != null) {
                rest.add(nested.rest);
            }
        }

        Split split() {
            return new Split(group.derived(matched), group.derived(rest));
        }
    }

    /// A group like this one, thrown at the same place, of some of its exceptions.
    private @Nullable ExceptionGroup derived(List<Throwable> some) {
        if (some.isEmpty()) {
            return null;
        }
        if (some.equals(exceptions())) {
            return this;
        }
        ExceptionGroup group = new ExceptionGroup(message, some);
        group.setStackTrace(getStackTrace());
        addedLater().forEach(group::addSuppressed);
        return group;
    }

    /// What was added to the suppressed ones after the group was made: the timeout that it met on its way, say.
    private List<Throwable> addedLater() {
        Set<Throwable> members = Collections.newSetFromMap(new IdentityHashMap<>());
        Collections.addAll(members, exceptions);
        List<Throwable> later = new ArrayList<>();
        for (Throwable suppressed : getSuppressed()) {
            if (!members.contains(suppressed)) {
                later.add(suppressed);
            }
        }
        return later;
    }

    /// Prints the tree, each exception with its own stack trace and causes; wide and deep trees are cut short.
    @Override
    public void printStackTrace(PrintStream stream) {
        stream.print(tree());
        stream.flush();
    }

    /// Prints the tree, each exception with its own stack trace and causes; wide and deep trees are cut short.
    @Override
    public void printStackTrace(PrintWriter writer) {
        writer.print(tree());
        writer.flush();
    }

    private String tree() {
        StringBuilder out = new StringBuilder();
        printInto(out, "", 0, Collections.newSetFromMap(new IdentityHashMap<>()));
        return out.toString();
    }

    private void printInto(StringBuilder out, String indent, int depth, Set<Throwable> shown) {
        printOwn(out, indent);
        if (depth == SHOWN_DEPTH) {
            line(out, indent, "  +- ... deeper groups not shown");
            return;
        }
        int count = Math.min(exceptions.length, SHOWN_WIDTH);
        for (int i = 0; i < count; i++) {
            boolean last = i == exceptions.length - 1;
            line(out, indent, "  +- " + (i + 1) + " of " + exceptions.length);
            printChild(out, indent + (last ? "     " : "  |  "), depth, shown, exceptions[i]);
        }
        if (exceptions.length > count) {
            line(out, indent, "  +- ... and " + (exceptions.length - count) + " more");
        }
    }

    private void printOwn(StringBuilder out, String indent) {
        line(out, indent, toString());
        for (StackTraceElement frame : getStackTrace()) {
            line(out, indent, "\tat " + frame);
        }
        for (Throwable suppressed : addedLater()) {
            lines(out, indent + "\t", "Suppressed: " + trace(suppressed));
        }
    }

    private static void printChild(
            StringBuilder out, String indent, int depth, Set<Throwable> shown, Throwable exception) {
        if (!shown.add(exception)) {
            line(out, indent, exception + " [shown above]");
        } else if (exception instanceof ExceptionGroup group) {
            group.printInto(out, indent, depth + 1, shown);
        } else {
            lines(out, indent, trace(exception));
        }
    }

    private static String trace(Throwable exception) {
        StringWriter writer = new StringWriter();
        exception.printStackTrace(new PrintWriter(writer, true));
        return writer.toString();
    }

    private static void lines(StringBuilder out, String indent, String text) {
        text.lines().forEach(line -> line(out, indent, line));
    }

    private static void line(StringBuilder out, String indent, String text) {
        out.append(indent).append(text).append(System.lineSeparator());
    }
}
