package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import rondo.Rondo;
import rondo.io.FileIo;
import rondo.io.FlowReader;
import rondo.io.Stages;
import rondo.io.Threads;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.Timeout;
import rondo.task.Wakeup;

/// Scenarios of what comes from other threads and from the JDK, and of deadlines that move.
final class BridgeScenarios {
    private static final Duration LONG = Duration.ofSeconds(1);

    private BridgeScenarios() {}

    static Map<String, Function<Variant, Scenario<?>>> all() {
        return Map.ofEntries(
                Map.entry("Future, await of a declared error", BridgeScenarios::declared),
                Map.entry("Wakeup", BridgeScenarios::wakeup),
                Map.entry("CompletionStage", BridgeScenarios::stage),
                Map.entry("runInExecutor", BridgeScenarios::executor),
                Map.entry("toThread, several", BridgeScenarios::threads),
                Map.entry("FlowReader", BridgeScenarios::flow),
                Map.entry("FileIo", BridgeScenarios::files),
                Map.entry("Timeout at a time", BridgeScenarios::timeoutAt),
                Map.entry("Timeout that is moved", BridgeScenarios::moved));
    }

    /// Lets others have their turn, without time passing: what is outside would hold it still.
    private static void giveWay(Variant v) {
        for (int i = 0; i < v.companions(); i++) {
            Rondo.sleep(Duration.ZERO);
        }
    }

    private static Scenario<?> declared(Variant v) {
        return new Scenario<Ground<Future<Integer>>>(
                () -> {
                    var ground = new Ground<>(new Future<Integer>());
                    return ground.with(1, () -> {
                        v.work();
                        giveWay(v);
                        if (!ground.primitive.done()) {
                            ground.primitive.setException(new IOException("planned"));
                        }
                    });
                },
                ground -> {
                    try {
                        ground.primitive.await(IOException.class);
                        throw new AssertionError("it has failed, and gave " + ground.primitive);
                    } catch (IOException e) {
                        assertThat(e).hasMessage("planned");
                    }
                },
                ground -> {
                    ground.check(0);
                    ground.primitive.markRetrieved();
                });
    }

    private static Scenario<?> wakeup(Variant v) {
        return new Scenario<Ground<Wakeup>>(
                () -> {
                    var ground = new Ground<>(new Wakeup(EventLoop.current()));
                    return ground.with(1, () -> {
                        for (int i = 0; i < 2; i++) {
                            Rondo.sleep(LONG);
                            giveWay(v);
                            ground.primitive.run();
                        }
                    });
                },
                ground -> {
                    ground.primitive.park();
                    v.work();
                    ground.primitive.park();
                },
                ground -> {
                    ground.check(0);
                    ground.primitive.run();
                    assertThat(ground.primitive.awaitedBy()).isEmpty();
                });
    }

    private static Scenario<?> stage(Variant v) {
        return new Scenario<Ground<CompletableFuture<Integer>>>(
                () -> {
                    var ground = new Ground<>(new CompletableFuture<Integer>());
                    return ground.with(1, () -> {
                        giveWay(v);
                        ground.primitive.complete(7);
                    });
                },
                ground -> {
                    int seven = Stages.await(ground.primitive);
                    assertThat(seven).isEqualTo(7);
                    v.work();
                    int eight = Rondo.await(ground.primitive.thenApplyAsync(any -> seven + 1, ground.loop::callSoon));
                    assertThat(eight).isEqualTo(8);
                },
                ground -> {
                    ground.check(0);
                    assertThat(ground.primitive).isDone();
                });
    }

    /// An executor of the loop's own: each job is a callback.
    private static Scenario<?> executor(Variant v) {
        return new Scenario<Ground<EventLoop>>(
                () -> new Ground<>(EventLoop.current()),
                ground -> {
                    var jobs = new ArrayList<Future<Integer>>();
                    for (int i = 0; i < v.companions(); i++) {
                        jobs.add(Rondo.runInExecutor(ground.primitive::callSoon, () -> ++ground.put));
                        v.work();
                    }
                    for (Future<Integer> job : jobs) {
                        assertThat(job.await()).isBetween(1, v.companions());
                    }
                },
                ground -> assertThat(ground.put).isLessThanOrEqualTo(v.companions()));
    }

    private static Scenario<?> threads(Variant v) {
        return new Scenario<Ground<Object>>(
                () -> new Ground<>(new Object()),
                ground -> {
                    Rondo.gather(ground.counted(() -> Threads.toThread(() -> {})), ground.counted(v::work));
                    Threads.toThread(() -> {
                        synchronized (ground) {
                            ground.put++;
                        }
                    });
                },
                ground -> ground.check(0));
    }

    /// The publisher hands on by callbacks of the loop.
    private static Scenario<?> flow(Variant v) {
        return new Scenario<Ground<SubmissionPublisher<Integer>>>(
                () -> {
                    EventLoop loop = EventLoop.current();
                    var ground = new Ground<>(new SubmissionPublisher<Integer>(loop::callSoon, 16));
                    return ground.with(1, () -> {
                        for (int i = 0; i < v.companions(); i++) {
                            Rondo.sleep(Duration.ZERO);
                            ground.primitive.submit(ground.put++);
                        }
                        ground.primitive.close();
                    });
                },
                ground -> {
                    try (var items = FlowReader.of(ground.primitive)) {
                        ground.taken.add(items.next());
                        while (items.hasNext()) {
                            ground.taken.add(items.next());
                        }
                    } catch (NoSuchElementException e) {
                        assertThat(ground.primitive.isClosed()).isTrue(); // it has come too late
                    }
                },
                ground -> {
                    ground.check(0);
                    assertThat(ground.taken).isSorted().doesNotHaveDuplicates();
                    assertThat(ground.primitive.hasSubscribers()).isFalse();
                });
    }

    // --- files -----------------------------------------------------------------------------------

    /// Of many calls, each of which is one job of a helper thread, some; one where there is no pace.
    private static Scenario<?> files(Variant v) {
        return new Scenario<Path>(
                () -> Files.createTempDirectory(Files.createDirectories(Path.of("target", "scenarios")), "files"),
                folder -> {
                    Path file = folder.resolve("file");
                    Files.writeString(file, "a line\n");
                    switch (v.pace().isZero() ? v.companions() : 0) {
                        case 0 -> FileIo.exists(file);
                        case 1 -> contents(file);
                        case 2 -> looks(folder, file);
                        case 3 -> changes(folder, file);
                        default -> temporary(folder, file);
                    }
                },
                BridgeScenarios::delete);
    }

    private static void contents(Path file) throws IOException {
        FileIo.write(file, new byte[] {'a', '\n'});
        FileIo.writeString(file, "b\n");
        assertThat(FileIo.readAllBytes(file)).hasSize(2);
        assertThat(FileIo.readString(file)).isEqualTo("b\n");
        assertThat(FileIo.readAllLines(file)).containsExactly("b");
    }

    private static void looks(Path folder, Path file) throws IOException {
        assertThat(FileIo.list(folder)).containsExactly(file);
        assertThat(FileIo.walk(folder)).containsExactly(folder, file);
        assertThat(FileIo.exists(file)).isTrue();
        assertThat(FileIo.isDirectory(file)).isFalse();
        assertThat(FileIo.size(file)).isEqualTo(7);
        assertThat(FileIo.attributes(file).isRegularFile()).isTrue();
    }

    private static void changes(Path folder, Path file) throws IOException {
        FileIo.copy(file, folder.resolve("copy"));
        FileIo.move(file, folder.resolve("moved"));
        FileIo.delete(folder.resolve("moved"));
        FileIo.deleteIfExists(folder.resolve("moved"));
    }

    private static void temporary(Path folder, Path file) throws IOException {
        FileIo.createDirectories(folder.resolve("a").resolve("b"));
        assertThat(FileIo.deleteIfExists(file)).isTrue();
        FileIo.delete(FileIo.createTempFile("rondo", ".test"));
        FileIo.delete(FileIo.createTempDirectory("rondo"));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    // --- deadlines -------------------------------------------------------------------------------

    private static Scenario<?> timeoutAt(Variant v) {
        return new Scenario<Ground<EventLoop>>(
                () -> new Ground<>(EventLoop.current()),
                ground -> {
                    long soon = ground.primitive.time() + v.pace().toNanos();
                    try {
                        Timeout.at(soon, scope -> {
                            ground.counted(() -> Rondo.sleep(LONG)).run();
                            return scope;
                        });
                    } catch (TimeoutException e) {
                        ground.section(v);
                    }
                    Rondo.timeoutAt(null, scope -> {
                        ground.section(v);
                        return scope;
                    });
                },
                ground -> ground.check(1));
    }

    private static Scenario<?> moved(Variant v) {
        return new Scenario<Ground<EventLoop>>(
                () -> new Ground<>(EventLoop.current()),
                ground -> {
                    Rondo.timeoutScope(LONG, scope -> {
                        for (int i = 0; i < v.companions(); i++) {
                            ground.section(v);
                            scope.reschedule(ground.primitive.time() + LONG.toNanos());
                        }
                        return scope;
                    });
                    try {
                        Rondo.timeoutScope(null, scope -> {
                            scope.reschedule(ground.primitive.time());
                            ground.counted(() -> Rondo.sleep(LONG)).run();
                            return List.of();
                        });
                    } catch (TimeoutException e) {
                        ground.section(v);
                    }
                },
                ground -> ground.check(1));
    }
}
