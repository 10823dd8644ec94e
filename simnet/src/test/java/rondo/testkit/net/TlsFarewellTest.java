package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.net.Tls;
import rondo.testkit.Simulation;

/// The end of a TLS stream arrives, though there is no room for it when it is written.
@Timeout(60)
final class TlsFarewellTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherSideReadsToTheEnd(boolean half) {
        Simulation.run(Scene.ON_A_BUSY_MACHINE, simulation -> {
            var secured = TlsScenarios.Secured.open();
            var read = new int[1];
            secured.serve(stream -> {
                try (var above = Tls.startServer(stream, secured.server())) {
                    Rondo.sleep(World.SOON.multipliedBy(2));
                    read[0] = above.readAll().length;
                }
            });

            long before;
            try (ByteStream stream = secured.connect()) {
                Rondo.sleep(World.SOON);
                stream.write(new byte[TlsScenarios.ALL_BUT_FULL]);
                before = simulation.now().toMillis();
                if (half) {
                    stream.shutdownOutput();
                }
            }
            assertThat(simulation.now().toMillis()).as("it has waited for room").isGreaterThan(before);

            Rondo.sleep(World.LONG);
            secured.world().check();
            assertThat(read[0]).as("and the end is no truncation").isEqualTo(TlsScenarios.ALL_BUT_FULL);
        });
    }
}
