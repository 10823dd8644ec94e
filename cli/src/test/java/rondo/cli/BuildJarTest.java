package rondo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What does `./rondo` say when it has to build the jar first, and cannot? `scripts/build-jar.sh`.
final class BuildJarTest {
    private static final Path SCRIPT = Path.of("..", "scripts", "build-jar.sh").toAbsolutePath();

    @TempDir
    private Path root;

    @Test
    void cloneThatCannotBeWrittenToIsAnErrorThatSaysWhatToDo() throws IOException, InterruptedException {
        Files.createFile(root.resolve("cli")); // where a folder would be: nobody can write below it, not even root

        var bash = new ProcessBuilder("/bin/bash", "-c", """
                set -e
                root=$0
                . "$1"
                build_jar cli "$root/cli/target/rondo.jar"
                """, root.toString(), SCRIPT.toString());
        Process process = bash.start();
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(err)
                .isEqualTo("rondo: cli has to be built first, and " + root + "/cli/target cannot be written to; run"
                        + " ./rondo there once as somebody who may, or clone it to a folder of your own\n");
    }
}
