package rondo.loop;

/// Text for a terminal, or for a log.
public final class TerminalText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private TerminalText() {}

    /// Spells out what a terminal would obey instead of showing it, or would show nothing of: a task's name may come
    /// from the task's own input.
    ///
    /// These are control characters, ends of lines, the signs that turn the direction of writing round and others
    /// without a shape of their own, and halves of surrogate pairs. The joiners of emoji and of some scripts stay.
    ///
    /// @param plain any text
    /// @return one line, in which each of them is written as in a Java string: `\u001b`
    public static String of(String plain) {
        if (plain.codePoints().allMatch(TerminalText::isShown)) {
            return plain;
        }
        var spelt = new StringBuilder();
        plain.codePoints().forEach(each -> {
            if (isShown(each)) {
                spelt.appendCodePoint(each);
            } else {
                Character.toString(each).chars().forEach(unit -> spelt.append(spelling((char) unit)));
            }
        });
        return spelt.toString();
    }

    /// {@return a name between single quotes, made safe as [#of(String)] does}
    ///
    /// @param name any text
    public static String quoted(String name) {
        return "'" + of(name) + "'";
    }

    /// {@return a character as it is written in a Java string or in JSON: `\u001b`}
    ///
    /// @param each the character
    public static String spelling(char each) {
        return String.format("\\u%04x", (int) each);
    }

    private static boolean isShown(int each) {
        return switch (Character.getType(each)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT -> each == ZERO_WIDTH_JOINER || each == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }
}
