package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a program starts, and how it ends by itself.
final class RunTest {
    @TempDir
    private Path folder;

    @Test
    void programNeedsOneImportOnly() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, """
                import static rondo.Rondo.*;

                void main() {
                    IO.println(run(() -> gather(() -> "a", () -> "b")));
                }
                """);

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("[a, b]");
    }

    @Test
    void whatFollowsTheFileBelongsToTheProgram() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, """
                void main(String[] arguments) {
                    IO.println(String.join("|", arguments));
                }
                """, "one", "--help", "two words");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("one|--help|two words");
    }

    @Test
    void staticMainOfTheFirstClassThatHasOneIsStarted() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, """
                package example;

                record Point(int x) {}

                class Base {
                    protected static void main(String[] arguments) {
                        IO.println(new Point(7));
                    }
                }

                public class Derived extends Base {}
                """);

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("Point[x=7]");
    }

    @Test
    void optionsComeBeforeTheFile() throws IOException, InterruptedException {
        RondoProcess.run(folder, "void main() { IO.println(System.getProperty(\"answer\")); }");

        var ended = RondoProcess.start(folder, "run", "--debug", "-Danswer=42", "Program.java")
                .end();

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("42");
    }

    @Test
    void tasksOfTheDirectCarrierRecurseDeeply() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Program.java"), """
                import static rondo.Rondo.*;

                int down(int depth) {
                    return depth == 0 ? 0 : 1 + down(depth - 1);
                }

                void main() {
                    IO.println(run(() -> down(100_000)));
                }
                """);

        var ended = RondoProcess.start(folder, "run", "--carrier=direct", "Program.java")
                .end();

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("100000");
    }

    @Test
    void programThatTrainsTheStartUpCacheRuns() throws IOException, InterruptedException {
        var training = Path.of("src", "main", "aot", "Training.java").toAbsolutePath();

        var ended = RondoProcess.start(folder, "run", training.toString()).end();

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("[1, 6, 3]");
    }

    @Test
    void programThatDoesNotCompileShowsWhereAndEndsWith1() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, """
                void main() {
                    int number = "text";
                }
                """);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("Program.java:2: error: incompatible types", "int number = \"text\";", "does not compile");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void programWithoutMainEndsWith1() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, "class Empty {}");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("no main()");
    }

    @Test
    void missingFileIsNamedAndEndsWith2() throws IOException, InterruptedException {
        var ended = RondoProcess.start(folder, "run", "Missing.java").end();

        assertThat(ended)
                .isEqualTo(new RondoProcess.Ended(
                        2, "", "rondo run: there is no file Missing.java" + System.lineSeparator()));
    }

    @Test
    void unknownOptionEndsWith2() throws IOException, InterruptedException {
        var ended = RondoProcess.start(folder, "run", "--fast", "Program.java").end();

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("'--fast'", "rondo run --help");
    }

    @Test
    void unknownCommandIsNamedAndEndsWith2() throws IOException, InterruptedException {
        var ended = RondoProcess.start(folder, "rnu", "Program.java").end();

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err().strip()).isEqualTo("rondo: there is no command 'rnu'; see rondo --help");
    }

    @Test
    void fileInPlaceOfACommandSaysHowToRunIt() throws IOException, InterruptedException {
        var ended = RondoProcess.start(folder, "Program.java").end();

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err().strip())
                .isEqualTo("rondo: there is no command 'Program.java'; a program is run by"
                        + " rondo run Program.java; see rondo --help");
    }

    @Test
    void uncaughtErrorShowsItsStackDownToMainAndEndsWith1() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, """
                import static rondo.Rondo.*;

                void fail() throws Exception {
                    throw new java.io.IOException("no luck");
                }

                void main() {
                    run(() -> fail());
                }
                """);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("Exception in thread \"main\" java.io.IOException: no luck")
                .contains("at Program.fail(Program.java:4)")
                .doesNotContain("rondo.cli");
    }

    @Test
    void systemExitInATaskEndsWithItsStatus() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, """
                import static rondo.Rondo.*;

                void main() {
                    run(() -> System.exit(7));
                }
                """);

        assertThat(ended.status()).isEqualTo(7);
    }

    @Test
    void threadThatIsNoDaemonKeepsTheProcess() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, """
                void main() {
                    var main = Thread.currentThread();
                    Thread.ofPlatform().start(() -> {
                        while (main.isAlive()) {
                            Thread.onSpinWait();
                        }
                        IO.println("last");
                    });
                    throw new IllegalStateException("first");
                }
                """);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEqualTo("last");
    }
}
