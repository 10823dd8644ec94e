package rondo.cli.inspector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The secrets of one start: who knows one may look, or cancel too.
///
/// @param read permits looking
/// @param write permits cancelling too; empty if nothing does
record Tokens(String read, String write) {
    private static final int BYTES = 16;

    /// {@return new ones, of 128 random bits each, as 32 lower-case hexadecimal digits}
    static Tokens random(boolean writable) {
        return new Tokens(next(), writable ? next() : "");
    }

    private static String next() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    boolean permitsRead(String given) {
        boolean writes = permitsWrite(given); // looked at in any case, so that time does not tell which it is
        return same(given, read) || writes;
    }

    boolean permitsWrite(String given) {
        return !write.isEmpty() && same(given, write);
    }

    /// In a time that does not depend on where they differ.
    private static boolean same(String given, String token) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Tokens"; // secrets do not belong into a log
    }
}
