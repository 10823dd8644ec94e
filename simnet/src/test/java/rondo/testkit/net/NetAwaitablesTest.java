package rondo.testkit.net;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.testkit.awaits.Awaitables;
import rondo.testkit.awaits.Awaited;
import rondo.testkit.awaits.Reason;

/// No public method of `rondo.net` suspends without a scenario that is interrupted there, nor one of a stream when
/// there is a connection under it.
@Timeout(600)
final class NetAwaitablesTest {
    private static final Path NET = Path.of("..", "net");
    private static final Path CORE = Path.of("..", "core");
    private static final Set<String> STREAMS = Set.of("rondo.io.ByteStream", "rondo.io.Transport");
    private static final int LEAST = 45;

    private static final Map<String, Reason> EXCUSED = Map.ofEntries(
            entry("rondo.net.DatagramTransport.awaitWritable", Reason.SYSTEM),
            entry("rondo.net.Names.getAddrInfo", Reason.SYSTEM),
            entry("rondo.net.Names.getNameInfo", Reason.SYSTEM),
            entry("rondo.net.Server.closeClients", Reason.CLOSES_BELOW_TLS),
            entry("rondo.net.Subprocess.awaitExit", Reason.SYSTEM),
            entry("rondo.net.Subprocess.close", Reason.SYSTEM),
            entry("rondo.net.Subprocess.communicate", Reason.SYSTEM),
            entry("rondo.net.Subprocess.exec", Reason.SYSTEM),
            entry("rondo.net.Subprocess.shell", Reason.SYSTEM),
            entry("rondo.net.Subprocess.signal", Reason.SYSTEM),
            entry("rondo.net.Tls.connect", Reason.SYSTEM),
            entry("rondo.net.Tls.serve", Reason.SYSTEM),
            entry("rondo.net.TlsCertificate.read", Reason.BY_HELPER_THREAD),
            entry("rondo.net.TlsCredentials.withCertificate", Reason.BY_HELPER_THREAD),
            entry("rondo.net.TlsCredentials.withTrusted", Reason.BY_HELPER_THREAD),
            entry("rondo.net.TlsOptions.defaults", Reason.OTHER_OVERLOAD),
            entry("rondo.net.TlsOptions.of", Reason.BY_HELPER_THREAD),
            entry("rondo.net.UdpSocket.connect", Reason.SYSTEM),
            entry("rondo.net.UdpSocket.send", Reason.SYSTEM),
            entry("rondo.net.Unix.connect", Reason.SYSTEM));

    @Test
    void eachAwaitableIsInAScenario() throws IOException {
        var awaited = new HashSet<String>();
        for (var scenario : NetScenarios.all().values()) {
            awaited.addAll(Awaited.by(Scene.ON_A_BUSY_MACHINE, scenario));
        }
        Awaitables awaitables = Awaitables.of(NET, CORE).with(Awaitables.of(CORE, NET), STREAMS);

        assertThat(awaitables.count()).isGreaterThanOrEqualTo(LEAST);
        awaitables.check(awaited, EXCUSED);
        System.out.printf(
                Locale.ROOT,
                "awaitables: %d methods of net, and of streams over it, may suspend; %d of them are excused%n",
                awaitables.count(),
                EXCUSED.size());
    }
}
