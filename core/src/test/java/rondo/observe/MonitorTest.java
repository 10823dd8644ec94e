package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.TaskState;
import rondo.task.VoidBody;

/// What the monitor says of a loop, and to whom.
@Timeout(60)
final class MonitorTest {
    @TempDir
    private Path folder;

    private static LoopOptions options(String name) {
        return LoopOptions.defaults().withName(name).withWatchdog(false);
    }

    @Test
    void snapshotOfALoopThatRunsIsTakenFromOutside() throws Exception {
        var loop = new CompletableFuture<EventLoop>();
        var over = new AtomicBoolean();
        Thread runs = Thread.ofPlatform().start(() -> {
            try (var runner = new Runner(options("seen"))) {
                runner.run(() -> {
                    Task<?> child = Task.start(
                            EventLoop.current(),
                            VoidBody.awaitable(() -> Sleep.sleep(Duration.ofDays(1))),
                            TaskOptions.named("child"));
                    Sleep.sleep(Duration.ZERO);
                    loop.complete(EventLoop.current());
                    while (!over.get()) {
                        Sleep.sleep(Duration.ofMillis(1));
                    }
                    child.cancel();
                });
            }
        });

        LoopSnapshot seen = LoopSnapshot.of(loop.get(), 10);
        over.set(true);
        runs.join();

        assertThat(seen.name()).isEqualTo("seen");
        assertThat(seen.answers()).isTrue();
        assertThat(seen.tasks()).extracting(TaskSnapshot::name).contains("child");
        TaskSnapshot child = seen.tasks().getLast();
        assertThat(child.state()).isEqualTo(TaskState.AWAITING);
        assertThat(child.waitsFor()).isEqualTo("a sleep");
        assertThat(child.stack()).extracting(StackTraceElement::getMethodName).contains("sleep");
    }

    @Test
    void loopThatATaskBlocksIsReadAsItStands() throws Exception {
        var loop = new CompletableFuture<EventLoop>();
        var release = new CountDownLatch(1);
        Thread runs = Thread.ofPlatform().start(() -> {
            try (var runner = new Runner(options("blocked"))) {
                runner.run(() -> {
                    Task.current().name("greedy");
                    loop.complete(EventLoop.current());
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                });
            }
        });

        LoopSnapshot seen = LoopSnapshot.of(loop.get(), 10);
        release.countDown();
        runs.join();

        assertThat(seen.answers()).isFalse();
        assertThat(seen.status().running()).isEqualTo("task 'greedy'");
        assertThat(seen.tasks()).extracting(TaskSnapshot::name).containsExactly("greedy");
    }

    @Test
    void requestThatNobodyKnowsIsAnsweredInWords() {
        var reply = new MonitorReply(false);

        assertThat(reply.to("format disk")).contains("\"error\":\"'disk' is no number\"");
        assertThat(reply.to("format 1")).contains("\"error\":\"this process knows no request 'format 1'\"");
        assertThat(reply.to("")).contains("\"error\"");
        assertThat(reply.to("cancel 1")).contains("permits looking only");
        assertThat(reply.to("snapshot 0")).startsWith("{\"protocol\":1,\"pid\":");
    }

    @Test
    void futureWithoutWordsKeepsNobodyFromLooking() throws Exception {
        class Speechless extends Future<String> {
            @Override
            public String toString() {
                throw new StackOverflowError("no end of words");
            }
        }
        var number = new CompletableFuture<Long>();
        var awaited = new CompletableFuture<Speechless>();
        Thread runs = running("speechless", () -> {
            var future = new Speechless();
            number.complete(Task.current().number());
            awaited.complete(future);
            future.await();
        });

        String reply;
        do {
            reply = new MonitorReply(false).to("stack " + number.get());
        } while (!reply.contains("\"state\":\"AWAITING\""));
        Speechless future = awaited.get();
        future.loop().callSoonThreadsafe(() -> future.setResult("over"));
        runs.join();

        assertThat(reply).contains("\"waitsFor\":\"a Speechless, whose toString() throws StackOverflowError\"");
    }

    @Test
    void taskIsCancelledThoughAnotherLoopIsBlocked() throws Exception {
        var blocked = new CountDownLatch(1);
        var over = new AtomicBoolean();
        Thread busy = running("busy", () -> {
            blocked.countDown();
            while (!over.get()) {
                Thread.onSpinWait();
            }
        });
        blocked.await();
        var victim = new CompletableFuture<Task<?>>();
        Thread free = running("free", () -> {
            victim.complete(Task.current());
            try {
                Sleep.sleep(Duration.ofDays(1));
            } catch (CancelledError e) {
                victim.get().uncancel();
            }
        });

        String reply = new MonitorReply(true).to("cancel " + victim.get().number());
        over.set(true);
        busy.join();

        assertThat(reply).contains("\"cancelled\":\"" + victim.get().name() + "\"");
        free.join();
    }

    private static Thread running(String name, VoidBody body) {
        return Thread.ofPlatform().start(() -> {
            try (var runner = new Runner(options(name))) {
                runner.run(body);
            }
        });
    }

    @Test
    void clientThatSendsTooMuchIsCutOff() throws IOException, InterruptedException {
        Path socket = folder.resolve("s");
        var refused = new CompletableFuture<String>();
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread serves = Thread.ofPlatform().start(() -> {
                try (SocketChannel client = server.accept();
                        Selector selector = Selector.open()) {
                    new MonitorExchange(client, selector).run(request -> request);
                    refused.complete("nothing");
                } catch (IOException e) {
                    refused.complete(String.valueOf(e.getMessage()));
                }
            });
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                client.write(ByteBuffer.wrap("x".repeat(5_000).getBytes(StandardCharsets.UTF_8)));
                serves.join();
            }
        }

        assertThat(refused.join()).contains("no line of at most 1024 bytes");
    }

    @Test
    void folderIsTheOwnersAlone() throws IOException {
        Path opened = MonitorFolder.open();

        if (opened.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(opened)))
                    .isEqualTo("rwx------");
        }
        assertThat(MonitorFolder.candidates()).contains(opened);
    }
}
