package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Streams in memory keep the streams' contract.
final class PipeTest extends StreamContract {
    @Override
    Pair connect(StreamOptions options) {
        Pipe pipe = Pipe.open(options);
        return new Pair(pipe.left(), pipe.right());
    }

    @Test
    void pipeHasNoAddresses() {
        OnLoop.run(() -> {
            try (var pipe = Pipe.open()) {
                assertThat(pipe.left().localAddress()).isNull();
                assertThat(pipe.right().remoteAddress()).isNull();
                assertThat(pipe.left()).hasToString("ByteStream[pipe in memory]");
            }
        });
    }
}
