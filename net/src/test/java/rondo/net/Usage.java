package rondo.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rondo.io.Console;

/// What a server's process uses, in a line of text when it comes from there.
///
/// @param heapBytes what its heap holds after a collection
/// @param directBytes its direct buffers
/// @param residentBytes its memory, as the system counts it
/// @param threads its platform threads
/// @param connections its connections
/// @param refused how many connections it has refused
record Usage(long heapBytes, long directBytes, long residentBytes, int threads, int connections, long refused) {
    private static final Pattern NUMBER = Pattern.compile("=(\\d+)");

    /// Prints the use of this process whenever a line comes from standard input: the body of a task in a server's
    /// process.
    static void tell(Server... servers) throws IOException {
        while (Console.readLine() != null) {
            System.out.println(here(servers));
        }
        Stream.of(servers).forEach(Server::close); // whoever has started this process is gone
    }

    private static Usage here(Server... servers) {
        System.gc();
        List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        return new Usage(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                pools.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum(),
                residentKibibytes() << 10,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                Stream.of(servers).mapToInt(Server::connections).sum(),
                Stream.of(servers).mapToLong(Server::refused).sum());
    }

    private static long residentKibibytes() {
        try {
            var line = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(Files.readString(Path.of("/proc/self/status")));
            if (!line.find()) {
                throw new IllegalStateException("/proc/self/status does not say VmRSS");
            }
            return Long.parseLong(line.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks a server's process that runs [#tell(Server...)]. Blocks.
    static Usage of(ServerProcess server) throws IOException {
        return parse(server.ask());
    }

    private static Usage parse(String line) {
        long[] numbers = NUMBER.matcher(line)
                .results()
                .mapToLong(number -> Long.parseLong(number.group(1)))
                .toArray();
        return new Usage(numbers[0], numbers[1], numbers[2], (int) numbers[3], (int) numbers[4], numbers[5]);
    }
}
