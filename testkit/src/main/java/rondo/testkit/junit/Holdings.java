package rondo.testkit.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What this process holds at one time.
///
/// @param descriptors its sockets, pipes and files, as the system names them; empty where it does not list them
/// @param threads its platform threads that run a program's code
/// @param processes the numbers of those that it has started and that still run
record Holdings(Set<String> descriptors, Set<Thread> threads, Set<Long> processes) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /// The JDK's own and the test framework's, which come and go as they like, and the monitor of this process.
    private static final Pattern FOREIGN_THREAD = Pattern.compile(
            "main|process reaper.*|ForkJoinPool.*|VirtualThread-.*|.*Poller|Common-Cleaner|Cleaner-.*|SIG.* handler"
                    + "|Finalizer|Reference Handler|Signal Dispatcher|Attach Listener|JFR .*|Notification Thread"
                    + "|CompletableFutureDelayScheduler|junit-.*|surefire-.*|ping-.*|rondo-monitor.*|Keep-Alive-.*"
                    + "|DestroyJavaVM|C[12] CompilerThread.*|Thread-\\d+ \\(virtual.*");

    private static final Pattern MONITOR = Pattern.compile(".*/rondo-[^/]+/\\d+\\.sock");

    /// Files of programs and libraries, which the JVM opens when it first needs them.
    private static final Pattern FOREIGN_FILE =
            Pattern.compile(".*\\.(jar|so|jsa|jfr|class)|.*/lib/modules|/dev/.*|/proc/.*");

    static {
        try {
            openEachKindOnce();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The JDK keeps a descriptor or two of its own from the first of a kind.
    private static void openEachKindOnce() throws IOException {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = ServerSocketChannel.open().bind(anywhere);
                var client = SocketChannel.open(server.getLocalAddress());
                var _ = server.accept();
                var _ = DatagramChannel.open().bind(anywhere);
                var _ = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.configureBlocking(false);
            Pipe pipe = Pipe.open();
            pipe.sink().close();
            pipe.source().close();
        }
    }

    static Holdings now() {
        return new Holdings(openDescriptors(), programThreads(), childProcesses());
    }

    /// {@return what there is here beyond what there was then, a line each}
    List<String> beyond(Holdings then) {
        var more = new ArrayList<String>();
        for (String descriptor : descriptors) {
            if (!then.descriptors.contains(descriptor)) {
                more.add("an open descriptor, " + descriptor);
            }
        }
        for (Thread thread : threads) {
            if (!then.threads.contains(thread)) {
                more.add("thread '" + thread.getName() + "', at " + Arrays.asList(thread.getStackTrace()));
            }
        }
        for (Long process : processes) {
            if (!then.processes.contains(process)) {
                more.add("process " + process);
            }
        }
        return more;
    }

    // --- descriptors -----------------------------------------------------------------------------

    private static Set<String> openDescriptors() {
        var open = new TreeSet<String>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            Set<String> listening = listening();
            Set<String> monitors = monitors();
            for (Path link : links.toList()) {
                describe(link, listening, monitors, open);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    private static void describe(Path link, Set<String> listening, Set<String> monitors, Set<String> open) {
        String target;
        try {
            target = Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return; // closed meanwhile
        }
        String inode = target.replaceAll("\\D", "");
        if (target.startsWith("socket:") && !monitors.contains(inode)) {
            open.add((listening.contains(inode) ? "a listening " : "") + target);
        } else if (target.startsWith("pipe:")
                || (target.startsWith("/") && !FOREIGN_FILE.matcher(target).matches())) {
            open.add(target);
        }
    }

    /// {@return the sockets that listen, TCP and Unix, by their inodes}
    private static Set<String> listening() throws IOException {
        var found = new HashSet<String>();
        for (String family : List.of("tcp", "tcp6")) {
            for (String[] words : table(family)) {
                if (words.length > 9 && words[3].equals("0A")) {
                    found.add(words[9]);
                }
            }
        }
        for (String[] words : table("unix")) {
            if (words.length > 6 && words[3].equals("00010000")) {
                found.add(words[6]);
            }
        }
        return found;
    }

    /// {@return the sockets by which `rondo ps` reaches a process, by their inodes}
    private static Set<String> monitors() throws IOException {
        var found = new HashSet<String>();
        for (String[] words : table("unix")) {
            if (words.length > 7 && MONITOR.matcher(words[7]).matches()) {
                found.add(words[6]);
            }
        }
        return found;
    }

    private static List<String[]> table(String family) throws IOException {
        Path table = Path.of("/proc/self/net", family);
        return Files.exists(table)
                ? Files.readAllLines(table).stream()
                        .map(line -> line.strip().split("\\s+"))
                        .toList()
                : List.of();
    }

    // --- threads and processes -------------------------------------------------------------------

    private static Set<Thread> programThreads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        var threads = new Thread[root.activeCount() + 64];
        int count = root.enumerate(threads);
        var found = new HashSet<Thread>();
        for (int i = 0; i < count; i++) {
            if (!isForeign(threads[i])) {
                found.add(threads[i]);
            }
        }
        return found;
    }

    private static boolean isForeign(Thread thread) {
        return thread.getClass().getName().startsWith("jdk.internal.")
                || FOREIGN_THREAD.matcher(thread.getName()).matches();
    }

    private static Set<Long> childProcesses() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return new TreeSet<>(children.map(ProcessHandle::pid).toList());
        }
    }
}
