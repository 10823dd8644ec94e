package rondo.net;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLKeyException;

/// A block of a PEM file (RFC 7468): what its label says, in base64 between two lines.
///
/// @param label between the dashes: `CERTIFICATE`, `PRIVATE KEY`
/// @param body between the two lines
/// @param where what to call the file in an error
record Pem(String label, String body, String where) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /// {@return the blocks of a text, in their order; what stands between them is no part of them}
    ///
    /// @param text the file's content
    /// @param where what to call the file in an error
    /// @throws SSLKeyException if a block is cut off
    static List<Pem> blocks(String text, String where) throws SSLKeyException {
        var blocks = new ArrayList<Pem>();
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            blocks.add(block(text, at, where));
        }
        return blocks;
    }

    private static Pem block(String text, int begin, String where) throws SSLKeyException {
        int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
        if (labelEnd < 0) {
            throw new SSLKeyException(where + " is cut off within its last line -----BEGIN");
        }
        String label = text.substring(begin + BEGIN.length(), labelEnd);
        String last = END + label + DASHES;
        int end = text.indexOf(last, labelEnd);
        if (end < 0) {
            throw new SSLKeyException(where + " is cut off: it has no line " + last);
        }
        return new Pem(label, text.substring(labelEnd + DASHES.length(), end), where);
    }

    /// {@return what the base64 stands for}
    ///
    /// @throws SSLKeyException if it is none
    byte[] der() throws SSLKeyException {
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw garbled(e);
        }
    }

    SSLKeyException garbled(Exception cause) {
        var garbled = new SSLKeyException(where + " is garbled in its block " + label + ": " + cause.getMessage());
        garbled.initCause(cause);
        return garbled;
    }
}
