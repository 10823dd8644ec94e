package rondo.observe;

/// Text inside a Mermaid diagram.
public final class Mermaid {
    private static final char REPLACEMENT = '\ufffd';
    private static final String JOINER = "\u2060"; // has no width, and parts what would be one sign
    private static final int LONGEST = 200; // with its codes: Mermaid refuses diagrams of more than 50,000

    private Mermaid() {}

    /// Writes a text so that no diagram takes it for its own syntax, an icon, a formula or a directive, by Mermaid's
    /// entity codes: `#59;` is a semicolon. A control character becomes a space.
    ///
    /// @param plain any text
    /// @return the text for a label, a message or a note: one line, cut at about 200 characters of the diagram
    public static String text(String plain) {
        var safe = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            if (safe.length() >= LONGEST && !isSecondOfPair(plain, i)) {
                return safe.append('…').toString();
            }
            char each = plain.charAt(i);
            switch (each) {
                case '#', ';', '"', '<', '>', '&', '`', '{', '}', '[', ']', '(', ')', '|', '\\' -> code(each, safe);
                case ':' -> {
                    if (plain.startsWith(" ", i + 1)) {
                        safe.append(each); // which begins no style
                    } else {
                        code(each, safe);
                        safe.append(plain.startsWith("fa-", i + 1) ? JOINER : ""); // an icon of Font Awesome's
                    }
                }
                case '$' -> safe.append(each).append(plain.startsWith("$", i + 1) ? JOINER : ""); // a formula
                default -> safe.append(visible(plain, i));
            }
        }
        return safe.toString();
    }

    private static void code(char sign, StringBuilder to) {
        to.append('#').append((int) sign).append(';');
    }

    private static char visible(String text, int i) {
        char each = text.charAt(i);
        return switch (Character.getType(each)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> isSecondOfPair(text, i) || isSecondOfPair(text, i + 1) ? each : REPLACEMENT;
            default -> each;
        };
    }

    private static boolean isSecondOfPair(String text, int i) {
        return i > 0 && i < text.length() && Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i));
    }
}
