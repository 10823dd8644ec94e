package rondo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which JDK do `./rondo` and `./build` take? `scripts/find-jdk.sh`, looking below a folder of the test's instead
/// of the machine's own folders.
final class FindJdkTest {
    private static final Path SCRIPT = Path.of("..", "scripts", "find-jdk.sh");

    @TempDir
    private Path machine;

    private Path script = Path.of("");

    private record Ended(int status, String out, String err) {}

    @BeforeEach
    void moveTheUsualFolders() throws IOException {
        String text = Files.readString(SCRIPT);
        String moved = text.replaceAll("(?<=[ \\n])/(?=usr/|opt/|Library/)", machine + "/");
        assertThat(moved).isNotEqualTo(text);
        script = Files.writeString(machine.resolve("find-jdk.sh"), moved);
    }

    /// A folder that looks like a JDK, or without its compiler like a JRE.
    private Path java(String folder, String version, boolean compiler) throws IOException {
        Path home = machine.resolve(folder);
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String program : compiler ? new String[] {"java", "javac"} : new String[] {"java"}) {
            Files.createFile(
                    bin.resolve(program),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Ended find(Map<String, String> environment) throws IOException, InterruptedException {
        var bash = new ProcessBuilder("/bin/bash", "-c", ". " + script + " && echo \"$JAVA_HOME\"");
        bash.environment().clear();
        bash.environment().put("PATH", machine.resolve("path").toString());
        bash.environment().putAll(environment);
        Path err = machine.resolve("err");
        Process process = bash.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out.strip(), Files.readString(err));
    }

    @Test
    void oldJavaIsPassedOverForAJdkInOneOfTheUsualFolders() throws Exception {
        Path old = java("usr/lib/jvm/java-17-openjdk", "17.0.9", true);
        Path found = java("usr/lib/jvm/temurin-25", "25.0.1", true);

        assertThat(find(Map.of("JAVA_HOME", old.toString()))).isEqualTo(new Ended(0, found.toString(), ""));
    }

    @Test
    void javaHomeGoesBeforeTheUsualFolders() throws Exception {
        java("usr/lib/jvm/temurin-25", "25.0.1", true);
        Path mine = java("mine", "26", true);

        assertThat(find(Map.of("JAVA_HOME", mine.toString()))).isEqualTo(new Ended(0, mine.toString(), ""));
    }

    @Test
    void commandOnThePathIsFollowedThroughItsLinks() throws Exception {
        Path found = java("elsewhere/jdk", "25", true);
        Path path = Files.createDirectories(machine.resolve("path"));
        Files.createSymbolicLink(path.resolve("javac"), found.resolve("bin/javac"));

        assertThat(find(Map.of("PATH", path + ":/usr/bin:/bin")))
                .isEqualTo(new Ended(0, found.toRealPath().toString(), ""));
    }

    @Test
    void withoutOneItSaysWhatToInstall() throws Exception {
        Path jre = java("usr/lib/jvm/jre-25", "25.0.1", false);

        Ended ended = find(Map.of("JAVA_HOME", jre.toString()));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("rondo: needs a JDK 25 or newer, and found none (JAVA_HOME is " + jre + ").")
                .contains("apt-get install openjdk-25-jdk-headless");
    }
}
