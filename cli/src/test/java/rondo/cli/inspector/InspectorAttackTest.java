package rondo.cli.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The inspector's server, attacked over a raw socket. What the gate refuses never reaches the process.
final class InspectorAttackTest {
    private static final String LOOK = "/api/look?after=-1";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Inspector inspector;
    private RawClient client;
    private int port;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        inspector = Inspector.start(this::reply, Duration.ofMillis(1), true, 0);
        port = URI.create(inspector.address()).getPort();
        client = new RawClient(port);
    }

    @AfterEach
    void stop() {
        inspector.close();
    }

    private Source.Reply reply(String request) {
        asked.add(request);
        return new Source.Reply("{\"protocol\":1}", "");
    }

    private String request(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").reduce("", String::concat) + "\r\n";
    }

    private String permitted(String line, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add("Rondo-Token: " + inspector.tokens().write());
        all.add("Origin: http://127.0.0.1:" + port);
        return request(line, all.toArray(String[]::new));
    }

    private void checkRefused(String answer) {
        assertThat(RawClient.status(answer)).as(answer).matches(status -> status == 0 || status >= 400);
        assertThat(answer)
                .doesNotContain(inspector.tokens().read(), inspector.tokens().write(), "\"protocol\"");
        assertThat(asked).isEmpty();
    }

    private static Stream<Attack> attacks() {
        return Attack.all();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void attackIsRefused(Attack attack) throws IOException {
        String answer = client.send(attack.wire(port, inspector.tokens()));

        checkRefused(answer);
        // the JDK's server itself refuses some as malformed, or for want of memory for their headers
        assertThat(RawClient.status(answer)).as(answer).isIn(attack.status(), 400, 404, 431, 501, 0);
    }

    /// What the gate does not see, because it is not HTTP, or may be read in two ways.
    private static Stream<String> malformed() {
        String host = "Host: 127.0.0.1:PORT\r\nRondo-Token: WRITE\r\n";
        return Stream.of(
                "",
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET * HTTP/1.1\r\n" + host + "\r\n",
                "CONNECT evil.example:443 HTTP/1.1\r\n" + host + "\r\n",
                "GET " + LOOK + " HTTP/1.1\r\nHost : 127.0.0.1:PORT\r\nRondo-Token: WRITE\r\n\r\n",
                "GET " + LOOK + " HTTP/1.1\r\nHost:\r\n 127.0.0.1:PORT\r\n.evil\r\nRondo-Token: WRITE\r\n\r\n",
                "GET " + LOOK + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\u0000.evil.example\r\nRondo-Token: WRITE\r\n\r\n",
                "GET " + LOOK + " HTTP/1.1\r\n" + host + "X: \u0000\r\nContent-Length: 1\r\n\r\nx",
                "GET " + LOOK + "\u0000 HTTP/1.1\r\n" + host + "\r\n",
                "GET \\..\\..\\etc HTTP/1.1\r\n" + host + "\r\n",
                "GET /\\..\\inspector.js HTTP/1.1\r\n" + host + "\r\n",
                "GET file:///etc/passwd HTTP/1.1\r\n" + host + "\r\n",
                "GET " + LOOK + "#x HTTP/1.1\r\n" + host + "\r\n",
                "GET /" + "x".repeat(1 << 20) + " HTTP/1.1\r\n" + host + "\r\n",
                "GET " + LOOK + " HTTP/1.1\r\n" + host + "X: " + "x".repeat(1 << 20) + "\r\n\r\n",
                "GET " + LOOK + " HTTP/1.1\r\n" + host + "X: x\r\n".repeat(10_000) + "\r\n",
                "POST /api/cancel HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n{}",
                "POST /api/cancel HTTP/1.1\r\n" + host + "Content-Length: 8\r\nContent-Length: 0\r\n\r\n{\"id\":1}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoHttpIsNotServed(String text) throws IOException {
        checkRefused(client.send(text.replace("PORT", String.valueOf(port))
                .replace("WRITE", inspector.tokens().write())));
    }

    /// The body of a refused request is a request too: it must not be taken for the next one.
    @Test
    void requestHiddenInARefusedOneIsNotServed() throws IOException {
        String hidden = permitted("GET " + LOOK);

        checkRefused(client.send(permitted("GET /api/stack?id=1", "Content-Length: " + hidden.length()) + hidden));
        checkRefused(client.send(permitted("POST /api/cancel", "Content-Length: 0", "Transfer-Encoding: chunked")
                + "0\r\n\r\n" + hidden));
        checkRefused(client.send(request("GET " + LOOK) + hidden));
    }

    @Test
    void clientsThatNeverEndTheirRequestsDoNotKeepThePageFromOthersForLong() throws IOException {
        var stuck = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 100; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                stuck.add(socket);
                socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
            }
        } finally {
            for (Socket each : stuck) {
                each.close();
            }
        }

        String answer = client.send(request("GET /"));
        for (int tries = 0; RawClient.status(answer) == 0 && tries < 1_000; tries++) {
            answer = client.send(request("GET /"));
        }

        assertThat(RawClient.status(answer)).isEqualTo(200);
    }

    @Test
    void onlyLoopbackListens() {
        for (String other : List.of("127.0.0.2", "::1")) {
            assertThatIOException().as(other).isThrownBy(() -> new Socket(InetAddress.getByName(other), port).close());
        }
    }

    @Test
    void everyAnswerSaysWhatAPageMayDo() throws IOException {
        for (String answer : List.of(
                client.send(request("GET /")),
                client.send(request("GET /nothing")),
                client.send(permitted("GET " + LOOK)))) {
            assertThat(answer)
                    .containsIgnoringCase("\r\nContent-Security-Policy: default-src 'none'; script-src 'self';")
                    .containsIgnoringCase("frame-ancestors 'none'")
                    .doesNotContain("unsafe")
                    .containsIgnoringCase("\r\nX-Content-Type-Options: nosniff\r\n")
                    .containsIgnoringCase("\r\nX-Frame-Options: DENY\r\n")
                    .containsIgnoringCase("\r\nReferrer-Policy: no-referrer\r\n")
                    .containsIgnoringCase("\r\nCache-Control: no-store\r\n")
                    .containsIgnoringCase("\r\nCross-Origin-Resource-Policy: same-origin\r\n")
                    .doesNotContainIgnoringCase("Access-Control-");
        }
    }

    @Test
    void pageItselfHoldsNoSecretAndNamesNoOtherPlace() throws IOException {
        String page = client.send(request("GET /"));

        assertThat(RawClient.status(page)).isEqualTo(200);
        assertThat(page)
                .doesNotContain(inspector.tokens().read(), inspector.tokens().write());
        assertThat(Pattern.compile("(href|src)=\"([^\"]*)\"")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(2)))
                .isNotEmpty()
                .allMatch(each -> each.matches("[a-z]+\\.(js|css|svg)"));
    }

    @Test
    void tokensPermitWhatTheyAreFor() throws IOException {
        String look = client.send(
                request("GET " + LOOK, "Rondo-Token: " + inspector.tokens().read()));
        String stack = client.send(permitted("GET /api/stack?id=7"));
        String cancelled = client.send(
                permitted("POST /api/cancel", "Content-Type: application/json", "Content-Length: 8") + "{\"id\":7}");
        String nonsense = client.send(
                permitted("POST /api/cancel", "Content-Type: application/json", "Content-Length: 9") + "cancel 7\n");

        assertThat(List.of(look, stack, cancelled))
                .extracting(RawClient::status)
                .containsOnly(200);
        assertThat(RawClient.status(nonsense)).isEqualTo(400);
        assertThat(asked).containsExactly("snapshot 0", "ticks 300", "stack 7", "cancel 7");
    }
}
