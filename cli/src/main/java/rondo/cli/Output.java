package rondo.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import rondo.loop.TerminalText;

/// Where a command writes what it was asked for. Other than `System.out` it says when nobody reads any more.
final class Output {
    private final OutputStream bytes;
    private final Charset charset;
    private final CharsetEncoder encoder;

    /// @param bytes where to; each text is written at once
    /// @param charset that of the terminal
    Output(OutputStream bytes, Charset charset) {
        this.bytes = bytes;
        this.charset = charset;
        this.encoder = charset.newEncoder();
    }

    /// {@return the process's own}
    static Output standard() {
        return new Output(new FileOutputStream(FileDescriptor.out), System.out.charset());
    }

    /// {@return whether all of a text can be written as it is}
    boolean canWrite(String text) {
        return encoder.canEncode(text);
    }

    /// Writes a text. What the charset has no sign for is spelt as in a Java string, which JSON understands too.
    ///
    /// @throws IOException if it cannot be written, for one because nobody reads any more
    void print(String text) throws IOException {
        bytes.write((canWrite(text) ? text : spelt(text)).getBytes(charset));
        bytes.flush();
    }

    private String spelt(String text) {
        var spelt = new StringBuilder();
        text.codePoints().forEach(each -> {
            String sign = Character.toString(each);
            if (encoder.canEncode(sign)) {
                spelt.append(sign);
            } else {
                sign.chars().forEach(unit -> spelt.append(TerminalText.spelling((char) unit)));
            }
        });
        return spelt.toString();
    }

    /// Writes a text and an end of the line.
    void println(String text) throws IOException {
        print(text + "\n");
    }
}
