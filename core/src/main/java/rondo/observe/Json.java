package rondo.observe;

import org.jspecify.annotations.Nullable;
import rondo.loop.TerminalText;

/// Writes JSON (RFC 8259), since the core has no dependencies: commas and quotes are its care, the shape is the
/// caller's. All control characters are spelt out, also those that JSON would permit: it may end on a terminal.
final class Json {
    private final StringBuilder text = new StringBuilder();
    private boolean first = true; // nothing stands yet in the innermost object or array

    Json object() {
        return open('{');
    }

    Json object(String name) {
        return name(name).open('{');
    }

    Json array() {
        return open('[');
    }

    Json array(String name) {
        return name(name).open('[');
    }

    Json endObject() {
        return close('}');
    }

    Json endArray() {
        return close(']');
    }

    Json field(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return ended();
    }

    Json field(String name, long value) {
        name(name).text.append(value);
        return ended();
    }

    Json field(String name, boolean value) {
        name(name).text.append(value);
        return ended();
    }

    Json value(String value) {
        comma();
        quote(value);
        return this;
    }

    Json value(long value) {
        comma();
        text.append(value);
        return this;
    }

    /// Microseconds, as trace viewers want their times.
    Json micros(String name, long nanos) {
        name(name)
                .text
                .append(nanos / 1_000)
                .append('.')
                .append(String.valueOf(1_000 + Math.floorMod(nanos, 1_000L)), 1, 4);
        return ended();
    }

    private Json open(char bracket) {
        comma();
        text.append(bracket);
        first = true;
        return this;
    }

    private Json close(char bracket) {
        text.append(bracket);
        return ended();
    }

    private Json ended() {
        first = false;
        return this;
    }

    private Json name(String name) {
        comma();
        quote(name);
        text.append(':');
        first = true;
        return this;
    }

    private void comma() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if (each == '"' || each == '\\') {
                text.append('\\').append(each);
            } else if (Character.isISOControl(each) || Character.isSurrogate(each)) {
                text.append(TerminalText.spelling(each));
            } else {
                text.append(each);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
