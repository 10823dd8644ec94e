// Follows a file by the program tail, and shows the lines with a word: ./rondo run examples/Tail.java FILE WORD
// Without arguments it follows a file that a task of its own writes to, until it has seen three such lines.
import static rondo.Rondo.*;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import rondo.io.FileIo;
import rondo.net.Subprocess;
import rondo.net.SubprocessOptions;

/// Shows lines with a word as they come, up to so many.
///
/// The process is killed where the block ends: after the last line, by a cancel, or by Ctrl-C.
void follow(Path file, String word, int most) throws IOException {
    try (var tail = Subprocess.exec(SubprocessOptions.piped(), "tail", "-n", "+1", "-f", file.toString())) {
        int found = 0;
        for (String line = tail.stdout().readLine(); line != null; line = tail.stdout().readLine()) {
            if (line.contains(word)) {
                IO.println(line);
                if (++found == most) {
                    return;
                }
            }
        }
        IO.println(tail.stderr().readLine()); // tail itself has ended: it says why
    }
}

void log(Path file) throws IOException {
    for (int i = 1; true; i++) {
        FileIo.writeString(file, (i % 4 == 0 ? "error " : "request ") + i + "\n", StandardOpenOption.APPEND);
        sleep(Duration.ofMillis(5));
    }
}

void main(String[] arguments) {
    run(() -> {
        if (arguments.length == 2) {
            follow(Path.of(arguments[0]), arguments[1], Integer.MAX_VALUE);
            return;
        }
        Path file = FileIo.createTempFile("requests", ".log");
        var logging = createTask(() -> log(file));
        follow(file, "error", 3);
        logging.cancel();
        FileIo.delete(file);
        IO.println("seen enough");
    });
}
