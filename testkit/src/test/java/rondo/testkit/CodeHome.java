package rondo.testkit;

import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where classes come from.
final class CodeHome {
    private CodeHome() {}

    /// {@return the folder or jar that a class was loaded from}
    static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no folder or jar: " + type, e);
        }
    }
}
