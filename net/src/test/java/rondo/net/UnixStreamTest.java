package rondo.net;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import rondo.io.ByteStream;
import rondo.io.StreamOptions;
import rondo.sync.Event;
import rondo.sync.Queue;
import rondo.testkit.junit.StreamContract;

/// Unix sockets keep the streams' contract, but for the reset, which they do not have.
final class UnixStreamTest extends StreamContract {
    @TempDir
    private Path folder;

    @Override
    protected Pair connect(StreamOptions options) throws Exception {
        var accepted = new Queue<ByteStream>();
        var never = new Event();
        Path path = folder.resolve("s");
        StreamHandler keep = stream -> {
            accepted.put(stream);
            never.await();
        };
        try (var _ = Unix.serve(path, keep, ServerOptions.defaults().withStream(options))) {
            return new Pair(Unix.connect(path, options), accepted.get());
        }
    }

    @Override
    protected boolean tellsAbort() {
        return false;
    }
}
