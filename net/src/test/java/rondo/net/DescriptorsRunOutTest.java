package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import rondo.io.ByteStream;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// A server that the system gives no more descriptors waits, without work, until there are some again (R11).
@Timeout(600)
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists a process's descriptors in /proc")
final class DescriptorsRunOutTest {
    private static final int CYCLES = Integer.getInteger("rondo.cycles", 1); // proofs/net sets 20
    private static final List<String> LIMITED = List.of("sh", "-c", "ulimit -n 256 && exec \"$0\" \"$@\"");
    private static final int CLIENTS = 400;
    private static final int FREED = 100;
    private static final int OF_THE_JVM = 10; // what it opens when first needed, and keeps
    private static final String LINE = "cannot accept connections on";

    private final List<ByteStream> clients = new ArrayList<>();
    private final List<Task<byte[]>> answers = new ArrayList<>();
    private double largestShare;
    private long largestResumeNanos;

    @Test
    void serverWithoutDescriptorsWaitsAndGoesOn() throws IOException {
        try (var server = ServerProcess.start(EchoProgram.class, LIMITED)) {
            int before = server.descriptors();
            run(() -> {
                for (int i = 0; i < CYCLES; i++) {
                    cycle(server);
                    until(() -> server.descriptors() <= before + OF_THE_JVM);
                }
            });
        }
        System.out.printf(
                "R11 cycles=%d cpu_percent=%.1f resume_ms=%d%n",
                CYCLES, 100 * largestShare, Duration.ofNanos(largestResumeNanos).toMillis());
    }

    @Test
    void reportsThoughOtherThreadsTakeWhatComesFree() throws IOException {
        try (var server = ServerProcess.start(EchoProgram.class, LIMITED, "greedy")) {
            run(() -> {
                connectMoreThanItHasDescriptors(server.port());
                until(() -> server.logged(LINE) >= 2);
                closeAll(clients);
                answers.forEach(Task::cancel);
            });
        }
    }

    private void cycle(ServerProcess server) throws Exception {
        int lines = server.logged(LINE);
        connectMoreThanItHasDescriptors(server.port());
        until(() -> server.logged(LINE) > lines);
        assertIdleWhileExhausted(server);
        assertThat(server.process().isAlive()).isTrue();

        List<ByteStream> served = servedClients();
        assertThat(served).hasSizeBetween(FREED, CLIENTS - FREED);
        long freed = EventLoop.current().time();
        closeAll(served.subList(0, FREED));
        until(() -> servedClients().size() > served.size());

        largestResumeNanos = Math.max(largestResumeNanos, EventLoop.current().time() - freed);
        until(() -> servedClients().size() >= served.size() + FREED / 2);
        closeAll(clients);
        answers.forEach(Task::cancel);
        clients.clear();
        answers.clear();
    }

    private void connectMoreThanItHasDescriptors(int port) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            ByteStream client = Tcp.connect("127.0.0.1", port); // the backlog takes it
            clients.add(client);
            client.write("x");
            answers.add(Task.start(() -> client.readExactly(1)));
        }
    }

    /// Three more lines of its log, a second each, and less than a tenth of them spent on a processor.
    private void assertIdleWhileExhausted(ServerProcess server) {
        int lines = server.logged(LINE);
        until(() -> server.logged(LINE) > lines); // the first of all has loggers to load
        long start = EventLoop.current().time();
        Duration cpu = server.cpu();
        until(() -> server.logged(LINE) >= lines + 4);
        long nanos = EventLoop.current().time() - start;

        assertThat(nanos).isGreaterThan(Duration.ofMillis(2_500).toNanos());
        double share = (double) server.cpu().minus(cpu).toNanos() / nanos;
        assertThat(share).isLessThan(0.1);
        largestShare = Math.max(largestShare, share);
    }

    private List<ByteStream> servedClients() {
        var served = new ArrayList<ByteStream>();
        for (int i = 0; i < CLIENTS; i++) {
            if (answers.get(i).done()) {
                served.add(clients.get(i));
            }
        }
        return served;
    }

    private static void closeAll(List<ByteStream> streams) throws IOException {
        for (ByteStream stream : streams) {
            stream.close();
        }
    }
}
