package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/// What `rondo.jar` says of the rights of those whose work is in it.
final class JarTest {
    private static final Path ROOT = Path.of("..");
    private static final Path JAR = Path.of("target", "rondo.jar");
    private static final Pattern PLACE = Pattern.compile("`(META-INF/[^`]+)`");

    private static String text(JarFile jar, String name) throws IOException {
        ZipEntry entry = Objects.requireNonNull(jar.getEntry(name), name);
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void jarHasItsLicenceAndTheListOfWhatIsInIt() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(ROOT.resolve("LICENSE")));
            assertThat(text(jar, "META-INF/THIRD-PARTY.md"))
                    .isEqualTo(Files.readString(ROOT.resolve("THIRD-PARTY.md")));
        }
    }

    @Test
    void licencesAreWhereTheListSays() throws IOException {
        String list = Files.readString(ROOT.resolve("THIRD-PARTY.md"));
        List<String> places =
                PLACE.matcher(list).results().map(found -> found.group(1)).toList();

        assertThat(places).hasSizeGreaterThanOrEqualTo(7);
        try (var jar = new JarFile(JAR.toFile())) {
            List<String> entries = jar.stream().map(ZipEntry::getName).toList();
            assertThat(places)
                    .allSatisfy(place -> assertThat(entries)
                            .anyMatch(entry -> entry.equals(place)
                                    || (entry.startsWith(place + "/") && entry.endsWith("/LICENSE"))));
        }
    }

    @Test
    void noticesOfAllLibrariesAreKept() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(text(jar, "META-INF/NOTICE")).contains("as per accompanying LICENSE file", "FastDoubleParser");
        }
    }
}
