package rondo.cli.inspector;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a client asks for: the first line and the headers, as they came.
///
/// @param target what stands behind the method, not decoded
/// @param headers by lower-case name, the values in the order in which they came
record ClientRequest(String method, String target, Map<String, List<String>> headers) {
    ClientRequest {
        var lower = new TreeMap<String, List<String>>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = lower;
    }

    /// {@return the values of a header; empty if there is none}
    List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /// {@return the value of a header that came exactly once, otherwise null}
    @Nullable String only(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? values.getFirst() : null;
    }

    boolean has(String name) {
        return headers.containsKey(name);
    }

    int headerCount() {
        return headers.values().stream().mapToInt(List::size).sum();
    }

    int headerLength() {
        return headers.entrySet().stream()
                .mapToInt(each -> each.getValue().stream()
                        .mapToInt(value -> value.length() + each.getKey().length())
                        .sum())
                .sum();
    }
}
