package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static rondo.net.OnLoop.run;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.io.ByteStream;
import rondo.task.Sleep;

/// Both sides of a connection, with a program on the other that nobody here wrote. A test's name begins with its
/// program's, by which `.ci/run` sees that each was there.
@Timeout(120)
final class InteroperabilityTest {
    private static final SubprocessOptions PIPED = SubprocessOptions.piped();

    @TempDir
    private Path folder;

    private static void needs(String program) {
        boolean found = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
        assumeTrue(found, "this machine has no " + program);
    }

    private static void echo(ByteStream stream) throws IOException {
        for (ByteBuffer chunk = stream.readChunk(); chunk != null; chunk = stream.readChunk()) {
            stream.write(chunk);
        }
    }

    /// Asks once: who does not end by himself when his input does is to end when the server closes.
    private static void answer(ByteStream stream) throws IOException {
        stream.write("you said " + stream.readLine() + "\n");
    }

    private static String output(String input, String program, String... arguments) throws IOException {
        try (var process = Subprocess.exec(PIPED, program, arguments)) {
            SubprocessOutput output = process.communicate(input.getBytes(UTF_8));
            assertThat(output.exitCode()).as(output.errorText()).isZero();
            return output.text();
        }
    }

    /// The file is there a moment before anybody listens.
    private static ByteStream connectOnceItListens(Path path) {
        while (true) {
            try {
                return Unix.connect(path);
            } catch (IOException e) {
                Sleep.sleep(Duration.ofMillis(1));
            }
        }
    }

    // --- nc --------------------------------------------------------------------------------------

    @Test
    void ncTalksToAServer() {
        needs("nc");
        run(() -> {
            try (var server = Tcp.serve(0, InteroperabilityTest::echo)) {
                String port = Integer.toString(server.port());
                assertThat(output("hello\n", "nc", "-N", "127.0.0.1", port)).isEqualTo("hello\n");
            }
        });
    }

    @Test
    void ncListensForAClient() {
        needs("nc");
        run(() -> {
            Path path = folder.resolve("nc");
            try (var listening = Subprocess.exec(PIPED, "nc", "-lU", path.toString())) {
                try (var client = connectOnceItListens(path)) {
                    client.write("to nc\n");
                    assertThat(listening.stdout().readLine()).isEqualTo("to nc");
                    listening.stdin().write("from nc\n");
                    assertThat(client.readLine()).isEqualTo("from nc");
                }
            }
        });
    }

    // --- socat -----------------------------------------------------------------------------------

    @Test
    void socatTalksToServersOverTcpAndUnixSockets() {
        needs("socat");
        run(() -> {
            Path path = folder.resolve("s");
            try (var tcp = Tcp.serve(0, InteroperabilityTest::echo);
                    var _ = Unix.serve(path, InteroperabilityTest::echo)) {
                assertThat(output("over tcp", "socat", "-t60", "-", "TCP:127.0.0.1:" + tcp.port()))
                        .isEqualTo("over tcp");
                assertThat(output("over unix", "socat", "-t60", "-", "UNIX-CONNECT:" + path))
                        .isEqualTo("over unix");
            }
        });
    }

    @Test
    void socatSendsAndGetsDatagrams() {
        needs("socat");
        run(() -> {
            try (var socket = UdpSocket.bind(0);
                    var socat = Subprocess.exec(
                            PIPED,
                            "socat",
                            "-",
                            "UDP:127.0.0.1:" + socket.localAddress().getPort())) {
                socat.stdin().write("datagram\n");
                Datagram came = socket.receive();
                assertThat(came.bytes()).asString(UTF_8).isEqualTo("datagram\n");
                socket.send(ByteBuffer.wrap("answer\n".getBytes(UTF_8)), came.sender());
                assertThat(socat.stdout().readLine()).isEqualTo("answer");
            }
        });
    }

    @Test
    void socatServesAClient() {
        needs("socat");
        run(() -> {
            Path path = folder.resolve("cat");
            try (var _ = Subprocess.exec(PIPED, "socat", "UNIX-LISTEN:" + path, "EXEC:cat")) {
                try (var client = connectOnceItListens(path)) {
                    client.write("through cat");
                    client.shutdownOutput();
                    assertThat(client.readAll()).asString(UTF_8).isEqualTo("through cat");
                }
            }
        });
    }

    // --- openssl ---------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslChecksAndTalksToAServer(String version) {
        needs("openssl");
        run(() -> {
            Path root = Files.writeString(folder.resolve("root.pem"), Certificates.certificatePem("root"));
            try (var server = Tls.serve(
                    "127.0.0.1",
                    0,
                    InteroperabilityTest::answer,
                    ServerOptions.defaults(),
                    Certificates.with("localhost"))) {
                String to = "127.0.0.1:" + server.port();
                String[] arguments = {
                    "s_client",
                    version,
                    "-connect",
                    to,
                    "-servername",
                    "localhost",
                    "-CAfile",
                    root.toString(),
                    "-verify_return_error",
                    "-verify_hostname",
                    "localhost",
                    "-quiet"
                };
                assertThat(output("hello\n", "openssl", arguments)).isEqualTo("you said hello\n");
            }
        });
    }

    @Test
    void opensslServesAClientThatChecksIt() {
        needs("openssl");
        run(() -> {
            Path certificate = Files.writeString(folder.resolve("cert.pem"), Certificates.certificatePem("localhost"));
            Path key = Files.writeString(folder.resolve("key.pem"), Certificates.keyPem("localhost"));
            String[] arguments = {
                "s_server", "-accept", "127.0.0.1:0", "-cert", certificate.toString(), "-key", key.toString(), "-rev"
            };
            try (var server = Subprocess.exec(PIPED.withErrorsInOutput(), "openssl", arguments)) {
                int port = acceptingPort(server);
                var tcp = TcpOptions.defaults().withResolver(host -> List.of(InetAddress.ofLiteral("127.0.0.1")));
                try (var client = Tls.connect("localhost", port, tcp, Certificates.trustingRoot())) {
                    client.write("stressed\n");
                    assertThat(client.readLine()).isEqualTo("desserts");
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslResumesItsSession(String version) {
        needs("openssl");
        run(() -> {
            Path session = folder.resolve("session.pem");
            try (var server = Tls.serve("127.0.0.1", 0, InteroperabilityTest::answer, Certificates.with("localhost"))) {
                String to = "127.0.0.1:" + server.port();
                String first = output(
                        "one\n",
                        "openssl",
                        "s_client",
                        version,
                        "-connect",
                        to,
                        "-sess_out",
                        session.toString(),
                        "-ign_eof");
                String second = output(
                        "two\n",
                        "openssl",
                        "s_client",
                        version,
                        "-connect",
                        to,
                        "-sess_in",
                        session.toString(),
                        "-ign_eof");

                assertThat(first)
                        .contains("you said one")
                        .contains("New, TLSv1")
                        .doesNotContain("Reused, ");
                assertThat(second).contains("you said two").contains("Reused, TLSv1");
            }
        });
    }

    @Test
    void opensslIsShownTheCertificateOfTheNameItAsksFor() {
        needs("openssl");
        run(() -> {
            TlsOptions options = TlsOptions.of(TlsCredentials.none()
                    .withCertificate(Certificates.certificate("localhost"))
                    .withCertificate(Certificates.certificate("second")));
            try (var server = Tls.serve("127.0.0.1", 0, InteroperabilityTest::answer, options)) {
                String to = "127.0.0.1:" + server.port();
                assertThat(output(
                                "x\n", "openssl", "s_client", "-ign_eof", "-connect", to, "-servername", "second.test"))
                        .containsPattern("subject=CN *= *second");
                assertThat(output("x\n", "openssl", "s_client", "-ign_eof", "-connect", to, "-noservername"))
                        .containsPattern("subject=CN *= *localhost");
            }
        });
    }

    private static int acceptingPort(Subprocess server) throws IOException {
        for (String line = server.stdout().readLine();
                line != null;
                line = server.stdout().readLine()) {
            if (line.startsWith("ACCEPT ")) {
                return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            }
        }
        throw new AssertionError("openssl s_server has ended before it listened");
    }

    // --- curl ------------------------------------------------------------------------------------

    @Test
    void curlTalksToAServer() {
        needs("curl");
        run(() -> {
            assumeTrue(output("", "curl", "--version").contains(" telnet"), "this machine's curl knows no telnet");
            try (var server = Tcp.serve(0, InteroperabilityTest::answer)) {
                String url = "telnet://127.0.0.1:" + server.port();
                assertThat(output("hello\n", "curl", "-s", "--noproxy", "*", url))
                        .isEqualTo("you said hello\n");
            }
        });
    }

    // --- asyncio ---------------------------------------------------------------------------------

    private static final String PYTHON_CLIENT = """
            import asyncio, sys

            async def main():
                reader, writer = await asyncio.open_connection('127.0.0.1', int(sys.argv[1]))
                writer.write(bytes(range(256)) * 8192)
                writer.write_eof()
                data = await reader.read()
                print(len(data), data == bytes(range(256)) * 8192)
                writer.close()

            asyncio.run(main())
            """;

    private static final String PYTHON_SERVER = """
            import asyncio

            async def echo(reader, writer):
                while data := await reader.read(65536):
                    writer.write(data)
                    await writer.drain()
                writer.close()

            async def main():
                server = await asyncio.start_server(echo, '127.0.0.1', 0)
                print(server.sockets[0].getsockname()[1], flush=True)
                await server.serve_forever()

            asyncio.run(main())
            """;

    private static final String PYTHON_TLS_CLIENT = """
            import asyncio, ssl, sys

            async def main():
                context = ssl.create_default_context(cafile=sys.argv[2])
                context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # the tests' authority names no key usage
                reader, writer = await asyncio.open_connection('127.0.0.1', int(sys.argv[1]), ssl=context,
                                                               server_hostname='localhost')
                writer.write(b'over asyncio\\n')
                print((await reader.readline()).decode(), end='')
                writer.close()

            asyncio.run(main())
            """;

    private static final String PYTHON_TLS_SERVER = """
            import asyncio, ssl, sys

            async def answer(reader, writer):
                line = await reader.readline()
                writer.write(b'you said ' + line)
                resumed = writer.get_extra_info('ssl_object').session_reused
                writer.write(f'resumed: {resumed}\\n'.encode())
                await writer.drain()
                writer.close()

            async def main():
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(sys.argv[1], sys.argv[2])
                server = await asyncio.start_server(answer, '127.0.0.1', 0, ssl=context)
                print(server.sockets[0].getsockname()[1], flush=True)
                await server.serve_forever()

            asyncio.run(main())
            """;

    @Test
    void python3ChecksAndTalksToAServerOverTls() {
        needs("python3");
        run(() -> {
            Path root = Files.writeString(folder.resolve("root.pem"), Certificates.certificatePem("root"));
            try (var server = Tls.serve("127.0.0.1", 0, InteroperabilityTest::answer, Certificates.with("localhost"))) {
                String port = Integer.toString(server.port());
                assertThat(output("", "python3", "-c", PYTHON_TLS_CLIENT, port, root.toString()))
                        .isEqualTo("you said over asyncio\n");
            }
        });
    }

    @Test
    void python3ServesAClientThatResumesItsSession() {
        needs("python3");
        run(() -> {
            Path chain = Files.writeString(folder.resolve("chain.pem"), Certificates.chainPem("localhost"));
            Path key = Files.writeString(folder.resolve("key.pem"), Certificates.keyPem("localhost"));
            Path root = Files.writeString(folder.resolve("root.pem"), Certificates.certificatePem("root"));
            TlsOptions options = TlsOptions.of(TlsCredentials.none().withTrusted(root));
            try (var server =
                    Subprocess.exec(PIPED, "python3", "-c", PYTHON_TLS_SERVER, chain.toString(), key.toString())) {
                int port =
                        Integer.parseInt(Objects.requireNonNull(server.stdout().readLine()));
                for (String resumed : List.of("False", "True")) {
                    try (var client = Tls.connect("127.0.0.1", port, options)) {
                        client.write("hello\n");
                        assertThat(client.readLine()).isEqualTo("you said hello");
                        assertThat(client.readLine()).isEqualTo("resumed: " + resumed);
                    }
                }
            }
        });
    }

    @Test
    void python3TalksToAServer() {
        needs("python3");
        run(() -> {
            try (var server = Tcp.serve(0, InteroperabilityTest::echo)) {
                String port = Integer.toString(server.port());
                assertThat(output("", "python3", "-c", PYTHON_CLIENT, port)).isEqualTo("2097152 True\n");
            }
        });
    }

    @Test
    void python3ServesAClient() {
        needs("python3");
        run(() -> {
            byte[] much = new byte[1 << 20];
            Arrays.fill(much, (byte) 'x');
            try (var server = Subprocess.exec(PIPED, "python3", "-c", PYTHON_SERVER)) {
                String port = server.stdout().readLine();
                assertThat(port).matches("\\d+");
                try (var client = Tcp.connect("127.0.0.1", Integer.parseInt(port))) {
                    var writing = OnLoop.task(() -> {
                        client.write(much);
                        client.shutdownOutput();
                    });
                    assertThat(client.readAll()).isEqualTo(much);
                    writing.await();
                }
            }
        });
    }
}
