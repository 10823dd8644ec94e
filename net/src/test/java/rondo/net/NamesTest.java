package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.net.OnLoop.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Names and addresses, by the system.
@Timeout(120)
final class NamesTest {
    @Test
    void addressAsTextIsItself() {
        run(() -> {
            assertThat(Names.getAddrInfo("127.0.0.1", 80)).hasToString("[/127.0.0.1:80]");
            assertThat(Names.getAddrInfo("::1", 0)).hasToString("[/[0:0:0:0:0:0:0:1]:0]");
        });
    }

    @Test
    void whatOnlyLooksLikeAnAddressIsAnUnknownHost() {
        run(() -> {
            for (String host : List.of("999.1.1.1", "localhost:80", "http://localhost", "fe80::1%nowhere")) {
                assertThatExceptionOfType(UnknownHostException.class)
                        .isThrownBy(() -> Names.getAddrInfo(host, 80))
                        .withMessageContaining("'" + host + "' looks like an address and is none");
            }
        });
    }

    @Test
    void emptyNameIsNobodys() {
        run(() -> {
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> Names.getAddrInfo("", 80))
                    .withMessageContaining("the host is empty");
            assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> Tcp.connect("", 80));
            assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> Tcp.serve("", 0, stream -> {}));
            assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> UdpSocket.connect("", 80));
        });
    }

    @Test
    void localhostIsALoopbackAddress() {
        run(() -> assertThat(Names.getAddrInfo("localhost", 7))
                .isNotEmpty()
                .allMatch(address -> address.getAddress().isLoopbackAddress() && address.getPort() == 7));
    }

    @Test
    void unknownNameIsAnError() {
        run(() -> assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> Names.getAddrInfo("no-such-host.invalid", 80))
                .withMessageContaining("no-such-host.invalid"));
    }

    @Test
    void nameOfAnAddressIsLookedUpEvenIfItClaimsOne() {
        run(() -> {
            InetAddress liar = InetAddress.getByAddress("liar.example", new byte[] {127, 0, 0, 1});

            assertThat(Names.getNameInfo(liar)).isNotEmpty().isNotEqualTo("liar.example");
        });
    }
}
