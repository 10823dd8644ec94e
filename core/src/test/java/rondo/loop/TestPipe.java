package rondo.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A pipe of the system's for each test, non-blocking at both ends, closed after the test's own `@AfterEach`.
@SuppressWarnings({"exports", "missing-explicit-ctor"}) // the module that exports the package has no tests in it
public final class TestPipe implements BeforeEachCallback, AfterEachCallback {
    @SuppressWarnings("NullAway.Init") // by beforeEach
    private Pipe pipe;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }

    public Pipe.SourceChannel source() {
        return pipe.source();
    }

    public Pipe.SinkChannel sink() {
        return pipe.sink();
    }

    public void write() throws IOException {
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
    }
}
