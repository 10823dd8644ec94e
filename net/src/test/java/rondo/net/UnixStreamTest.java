package rondo.net;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import rondo.io.StreamOptions;
import rondo.testkit.junit.StreamContract;

/// Unix sockets keep the streams' contract, but for the reset, which they do not have.
final class UnixStreamTest extends StreamContract {
    @TempDir
    private Path folder;

    @Override
    protected Pair connect(StreamOptions options) throws Exception {
        var accepted = new Accepted();
        Path path = folder.resolve("s");
        try (var _ = Unix.serve(path, accepted, ServerOptions.defaults().withStream(options))) {
            return new Pair(Unix.connect(path, options), accepted.next());
        }
    }

    @Override
    protected boolean tellsAbort() {
        return false;
    }
}
