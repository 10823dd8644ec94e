package rondo.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Task;

/// What a test is told that leaves something behind.
final class LeavesNothingTest {
    private static final List<AutoCloseable> LEFT = new ArrayList<>();

    /// Run by the tests below only.
    @LeavesNothing
    static final class Untidy {
        @Test
        @Tag("planted")
        void loop() {
            var loop = new EventLoop();
            LEFT.add(() -> {
                try (var runner = new Runner(() -> loop)) {
                    runner.loop();
                }
            });
            loop.callSoon(() -> {
                Task.start(new Future<Integer>());
                loop.stop();
            });
            loop.runForever();
        }

        @Test
        @Tag("planted")
        void thread() {
            var end = new CountDownLatch(1);
            Thread thread = Thread.ofPlatform().name("forgotten").start(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    // the end too
                }
            });
            LEFT.add(() -> {
                end.countDown();
                thread.join();
            });
        }

        @Test
        @Tag("planted")
        void listener() throws IOException {
            LEFT.add(ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }

        @Test
        @Tag("planted")
        void pipe() throws IOException {
            Pipe pipe = Pipe.open();
            LEFT.add(pipe.sink());
            LEFT.add(pipe.source());
        }

        @Test
        @Tag("planted")
        void file() throws IOException {
            Path file = Files.createTempFile("forgotten", ".txt");
            LEFT.add(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE));
        }

        @Test
        @Tag("planted")
        void process() throws IOException {
            Process process = new ProcessBuilder("sleep", "1000").start();
            LEFT.add(() -> process.destroyForcibly().waitFor());
        }

        @Test
        @Tag("planted")
        void everythingTidily() {
            try (var runner = new Runner()) {
                runner.run(() -> rondo.io.Threads.toThread(() -> {
                    Pipe pipe = Pipe.open();
                    pipe.sink().close();
                    pipe.source().close();
                }));
            }
        }
    }

    @AfterEach
    void tidyUp() throws Exception {
        for (AutoCloseable left : LEFT) {
            left.close();
        }
        LEFT.clear();
    }

    private static List<String> failures(String method, long patienceMillis) {
        var listener = new SummaryGeneratingListener();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(List.of(selectMethod(Untidy.class.getName() + "#" + method)))
                .configurationParameter("rondo.patience.millis", Long.toString(patienceMillis))
                .build();
        LauncherFactory.create().execute(request, listener);
        assertThat(listener.getSummary().getTestsFoundCount()).isEqualTo(1);
        return listener.getSummary().getFailures().stream()
                .map(failure -> failure.getException().getMessage())
                .toList();
    }

    private static String failure(String method) {
        List<String> failures = failures(method, 100);
        assertThat(failures).hasSize(1);
        return failures.getFirst();
    }

    @Test
    void loopThatIsNotClosedIsNamedWithItsTasks() {
        assertThat(failure("loop"))
                .startsWith("the test has left behind:\n  ")
                .contains("which is not closed, with its tasks [")
                .contains("Task-");
    }

    @Test
    void threadIsNamedWithWhereItIs() {
        assertThat(failure("thread")).contains("thread 'forgotten', at [").contains("await");
    }

    @Test
    void processIsNamed() {
        assertThat(failure("process")).containsPattern("process \\d+");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists a process's descriptors in /proc")
    void descriptorsAreNamedByTheirKind() {
        assertThat(failure("listener")).containsPattern("an open descriptor, a listening socket:\\[\\d+\\]");
        assertThat(failure("pipe")).containsPattern("an open descriptor, pipe:\\[\\d+\\]");
        assertThat(failure("file")).contains("an open descriptor, ").contains("forgotten");
    }

    @Test
    void tidyTestPasses() {
        assertThat(failures("everythingTidily", 60_000)).isEmpty();
    }
}
