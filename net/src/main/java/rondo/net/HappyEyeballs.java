package rondo.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rondo.group.TaskGroup;
import rondo.io.Transport;
import rondo.sync.Queue;
import rondo.task.Task;
import rondo.task.Timeout;

/// Connects to the first of several addresses that answers (RFC 8305, "Happy Eyeballs"; asyncio's
/// `happy_eyeballs_delay`).
///
/// Attempts begin one after the other, each when the one before has failed or had its time, and go on side by
/// side until one succeeds.
final class HappyEyeballs {
    private final Sockets sockets;
    private final ArrayDeque<InetSocketAddress> untried;
    private final @Nullable InetSocketAddress from;
    private final Duration delay;
    private final Queue<Attempt> ended = new Queue<>();
    private final List<Task<?>> running = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private @Nullable Transport winner;

    private record Attempt(
            @Nullable Transport connected, @Nullable IOException failure) {}

    HappyEyeballs(
            Sockets sockets, List<InetSocketAddress> addresses, @Nullable InetSocketAddress from, Duration delay) {
        this.sockets = sockets;
        this.untried = new ArrayDeque<>(addresses);
        this.from = from;
        this.delay = delay;
    }

    /// {@return addresses in the order of RFC 8305, section 4: the families take turns, that of the first goes
    /// first}
    static List<InetAddress> interleave(List<InetAddress> addresses) {
        boolean four = addresses.getFirst() instanceof Inet4Address;
        var first = new ArrayDeque<InetAddress>();
        var second = new ArrayDeque<InetAddress>();
        for (InetAddress address : addresses) {
            (address instanceof Inet4Address == four ? first : second).add(address);
        }
        var order = new ArrayList<InetAddress>();
        while (order.size() < addresses.size()) {
            for (ArrayDeque<InetAddress> family : List.of(first, second)) {
                InetAddress next = family.poll();
                if (next != null) {
                    order.add(next);
                }
            }
        }
        return order;
    }

    /// Suspends until one connection stands. A cancel ends all attempts.
    ///
    /// @throws IOException the first attempt's, with the others' suppressed, if all failed
    Transport connect() throws IOException {
        Transport connected = untried.size() == 1 ? sockets.connect(untried.remove(), from) : race();
        if (connected != null) {
            return connected;
        }
        IOException first = failures.removeFirst();
        failures.forEach(first::addSuppressed);
        throw first;
    }

    /// The group ends when the last attempt has: one who is cancelled until then has no use for the winner.
    private @Nullable Transport race() {
        boolean over = false;
        try {
            TaskGroup.run(this::race);
            over = true;
            return winner;
        } finally {
            if (!over && winner != null) {
                winner.abort();
            }
        }
    }

    private void race(TaskGroup attempts) {
        try {
            while (winner == null && (!untried.isEmpty() || failures.size() < running.size())) {
                if (!untried.isEmpty()) {
                    start(attempts, untried.remove());
                }
                winner = awaitNext();
            }
        } finally {
            running.forEach(Task::cancel);
            closeOthers();
        }
    }

    private void start(TaskGroup attempts, InetSocketAddress address) {
        running.add(attempts.createTask(() -> {
            try {
                ended.putNowait(new Attempt(sockets.connect(address, from), null));
            } catch (IOException e) {
                ended.putNowait(new Attempt(null, e));
            }
        }));
    }

    /// Waits until an attempt has ended, or it is time for the next one.
    ///
    /// @return the connection that stands now, or null
    private @Nullable Transport awaitNext() {
        Attempt attempt;
        try {
            attempt = untried.isEmpty() ? ended.get() : Timeout.timeout(delay, ended::get);
        } catch (TimeoutException e) {
            return null;
        }
        if (attempt.failure() != null) {
            failures.add(attempt.failure());
        }
        return attempt.connected();
    }

    /// Nothing runs between here and the attempts' cancelling, so none can connect any more.
    private void closeOthers() {
        while (!ended.empty()) {
            Transport late = ended.getNowait().connected();
            if (late != null) {
                late.abort();
            }
        }
    }
}
