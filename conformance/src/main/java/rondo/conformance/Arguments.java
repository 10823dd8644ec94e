package rondo.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows a name in a program's JSON, read from left to right.
final class Arguments {
    private final List<?> whole;
    private final Iterator<?> rest;

    /// @param whole a JSON array that begins with the name
    Arguments(List<?> whole) {
        this.whole = whole;
        this.rest = whole.iterator();
    }

    @Nullable Object value() {
        if (!rest.hasNext()) {
            throw wrong("lacks an argument");
        }
        return rest.next();
    }

    String text() {
        return value(String.class, "needs a string");
    }

    @Nullable String textIfAny() {
        return rest.hasNext() && value() instanceof String text ? text : null;
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Object item : list()) {
            if (!(item instanceof String text)) {
                throw wrong("needs strings");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    int number() {
        return value(Integer.class, "needs a whole number");
    }

    int numberIfAny(int otherwise) {
        return rest.hasNext() ? number() : otherwise;
    }

    boolean flag() {
        return value(Boolean.class, "needs true or false");
    }

    /// One unit of a scenario's time is a millisecond.
    Duration time() {
        Duration time = timeOrNone();
        if (time == null) {
            throw wrong("needs a time");
        }
        return time;
    }

    @Nullable Duration timeOrNone() {
        return switch (value()) {
            case null -> null;
            case Integer units -> Duration.ofMillis(units);
            case Long units -> Duration.ofMillis(units);
            default -> throw wrong("needs a time in whole units");
        };
    }

    Block block() {
        return block(list());
    }

    static Block block(List<?> operations) {
        return new Block(operations.stream().map(Arguments::instruction).toList());
    }

    private static Instruction instruction(@Nullable Object operation) {
        if (!(operation instanceof List<?> whole) || whole.isEmpty()) {
            throw new ScenarioException("not an operation: " + operation);
        }
        Arguments arguments = new Arguments(whole);
        String name = arguments.text();
        Instruction instruction = new Instruction(name, Vocabulary.operation(name, arguments));
        arguments.requireEnd();
        return instruction;
    }

    List<Handler> handlers() {
        List<Handler> handlers = new ArrayList<>();
        for (Object item : list()) {
            if (!(item instanceof List<?> pair)) {
                throw wrong("needs handlers");
            }
            Arguments handler = new Arguments(pair);
            handlers.add(new Handler(handler.text(), handler.block()));
            handler.requireEnd();
        }
        return List.copyOf(handlers);
    }

    void requireEnd() {
        if (rest.hasNext()) {
            throw wrong("has too many arguments");
        }
    }

    private List<?> list() {
        return value(List.class, "needs a list");
    }

    private <T> T value(Class<T> type, String problem) {
        Object value = value();
        if (!type.isInstance(value)) {
            throw wrong(problem);
        }
        return type.cast(value);
    }

    private ScenarioException wrong(String problem) {
        return new ScenarioException(problem + ": " + whole);
    }
}
