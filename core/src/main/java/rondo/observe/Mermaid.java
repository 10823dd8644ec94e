package rondo.observe;

/// Text inside a Mermaid diagram.
final class Mermaid {
    private Mermaid() {}

    /// {@return a text that no diagram takes for its own syntax, by Mermaid's entity codes}
    static String text(String plain) {
        var safe = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char each = plain.charAt(i);
            switch (each) {
                case '#', ';', '"', '<', '>', '&', '`', '{', '}', '[', ']', '(', ')', '|', '\\' ->
                    safe.append('#').append((int) each).append(';');
                case '\n', '\r' -> safe.append(' ');
                default -> safe.append(each);
            }
        }
        return safe.toString();
    }
}
