package rondo.conformance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A scenario's program, read.
///
/// @param objects what makes each object, in the order in which they are made
/// @param coroutines the body of each coroutine
record Program(Map<String, Supplier<Object>> objects, Map<String, Block> coroutines) {
    Program {
        objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
        coroutines = Map.copyOf(coroutines);
    }

    /// Reads a program.
    ///
    /// @param json the program as the JSON reader gives it
    /// @throws ScenarioException if it is not one
    static Program of(@Nullable Object json) {
        Map<?, ?> program = map(json, "a program");
        Map<String, Supplier<Object>> objects = new LinkedHashMap<>();
        if (program.get("objects") != null) {
            map(program.get("objects"), "objects").forEach((name, spec) -> objects.put((String) name, object(spec)));
        }
        Map<String, Block> coroutines = new LinkedHashMap<>();
        map(program.get("coroutines"), "coroutines").forEach((name, body) -> coroutines.put((String) name, body(body)));
        return new Program(objects, coroutines);
    }

    private static Supplier<Object> object(@Nullable Object spec) {
        Arguments arguments = new Arguments(spec instanceof List<?> list ? list : Collections.singletonList(spec));
        Supplier<Object> maker = SharedObjects.maker(arguments.text(), arguments);
        arguments.requireEnd();
        return maker;
    }

    private static Block body(@Nullable Object json) {
        if (json instanceof List<?> operations) {
            return Arguments.block(operations);
        }
        throw new ScenarioException("not the body of a coroutine: " + json);
    }

    private static Map<?, ?> map(@Nullable Object json, String what) {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw new ScenarioException("not " + what + ": " + json);
    }

    Block coroutine(String name) throws ProgramMistake {
        Block body = coroutines.get(name);
        if (body == null) {
            throw new ProgramMistake("KeyError", "no coroutine '" + name + "'");
        }
        return body;
    }
}
