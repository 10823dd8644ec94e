package rondo.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rondo.Rondo;
import rondo.io.Pipe;
import rondo.io.StreamOptions;

/// Streams in memory keep the streams' contract.
final class PipeTest extends StreamContract {
    @Override
    protected Pair connect(StreamOptions options) {
        Pipe pipe = Pipe.open(options);
        return new Pair(pipe.left(), pipe.right());
    }

    @Test
    void pipeHasNoAddresses() {
        Rondo.run(() -> {
            try (var pipe = Pipe.open()) {
                assertThat(pipe.left().localAddress()).isNull();
                assertThat(pipe.right().remoteAddress()).isNull();
                assertThat(pipe.left()).hasToString("ByteStream[pipe in memory]");
            }
        });
    }
}
