package rondo.observe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/// What draws the diagrams of a page: Mermaid, as its authors publish it, packed and in letters, and the script that
/// unpacks it when the first diagram comes into view.
///
/// The page's policy permits these two by their hashes, and no other script, so that a name that is markup after all
/// still does nothing; and it permits no request.
final class DiagramScripts {
    private static final String LIBRARY = "mermaid.min.js"; // the build puts it beside this class
    private static final String LICENCE = "/META-INF/licenses/mermaid.txt";
    private static final String SCRIPT = "diagrams.js";

    private final byte[] library;
    private final byte[] script;

    /// @throws IOException if the jar cannot be read
    DiagramScripts() throws IOException {
        library = resource(LIBRARY);
        script = resource(SCRIPT);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DiagramScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the jar lacks " + name + "; build it anew");
            }
            return in.readAllBytes();
        }
    }

    /// {@return the part of a Content-Security-Policy that permits them}
    String policy() {
        return "script-src '" + hash(library) + "' '" + hash(script) + "'";
    }

    private static String hash(byte[] source) {
        try {
            return "sha256-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// {@return the elements, to stand behind the diagrams}
    ///
    /// @throws IOException if the jar cannot be read
    String html() throws IOException {
        return "<!-- Mermaid, which draws the diagrams:\n"
                + text(resource(LICENCE))
                + "-->\n<script type=\"text/plain\" id=\"library\">"
                + Base64.getEncoder().encodeToString(packed(library))
                + "</script>\n<script>"
                + text(script)
                + "</script>\n";
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte[] packed(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
