package rondo.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares a module's exported API with the listing in its `api.txt`, so that a change of it shows in the diff.
///
/// Each module that has such a file compiles and runs this one source (profile `api` of the parent).
final class ApiTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path LISTING = Path.of("api.txt");

    @Test
    void exportedApiMatchesItsListing() throws IOException {
        var api = listing();
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(LISTING, api);
        }

        assertThat(api).as("run with -Dapi.write=true and review the diff").isEqualTo(Files.readString(LISTING));
    }

    private static String listing() throws IOException {
        var arguments = Stream.concat(Stream.of("-protected"), exportedClassFiles().stream())
                .toArray(String[]::new);
        if (arguments.length == 1) {
            return "";
        }
        var out = new StringWriter();
        ToolProvider.findFirst("javap").orElseThrow().run(new PrintWriter(out), new PrintWriter(out), arguments);
        return publicOnly(out.toString());
    }

    private static List<String> exportedClassFiles() throws IOException {
        var exported = exportedPackages();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .filter(file -> exported.contains(packageOf(file)))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> exportedPackages() throws IOException {
        try (var in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in).exports().stream()
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
        }
    }

    private static String packageOf(Path file) {
        return CLASSES.relativize(file.getParent()).toString().replace('/', '.').replace('\\', '.');
    }

    /// Leaves out the types that are not public, and javap's lines about source files.
    private static String publicOnly(String javap) {
        var kept = new StringBuilder();
        var inPublicType = false;
        for (var line : javap.lines().toList()) {
            if (line.endsWith("{") && !line.startsWith(" ")) {
                inPublicType = line.startsWith("public ") || line.startsWith("protected ");
            }
            if (inPublicType && !line.startsWith("Compiled from")) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }
}
