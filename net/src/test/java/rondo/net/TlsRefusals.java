package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static rondo.net.TlsRefusal.Side.CLIENT;
import static rondo.net.TlsRefusal.Side.SERVER;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.io.StreamOptions;
import rondo.net.TlsRefusal.Peer;
import rondo.net.TlsRefusal.Side;
import rondo.task.Sleep;
import rondo.task.Task;

/// All that must not pass (R16): what one side shows, says or does, and which side has to refuse it. Each case is a
/// class of faults; further values of one class are none.
final class TlsRefusals {
    private static final Duration SOON = Duration.ofMillis(50);

    private static final String PROTOCOL = "does not keep to the protocol";
    private static final String CHANGED = "was changed on its way";

    private TlsRefusals() {}

    static List<TlsRefusal> all() {
        var all = new ArrayList<TlsRefusal>();
        all.addAll(certificatesOfServers());
        all.addAll(certificatesOfClients());
        all.addAll(whatIsAgreedUpon());
        for (Side side : Side.values()) {
            all.addAll(firstBytes(side));
            all.addAll(ends(side));
            all.addAll(afterTheHandshake(side));
        }
        all.addAll(versions());
        return all;
    }

    // --- certificates ----------------------------------------------------------------------------

    private static List<TlsRefusal> certificatesOfServers() {
        return List.of(
                server("certificate of another host", "elsewhere", "localhost", "for another host"),
                server("certificate of the domain above", "localhost", "www.localhost", "for another host"),
                server("certificate of a name, for an address", "elsewhere", "127.0.0.1", "for another host"),
                server("certificate of another address", "address", "127.0.0.1", "for another host"),
                server("certificate of an address, for a name", "address", "localhost", "for another host"),
                server("address written as a name", "addressname", "127.0.0.1", "for another host"),
                server("wildcard, for the bare domain", "wildcard", "example.test", "for another host"),
                server("wildcard, two labels deep", "wildcard", "a.b.example.test", "for another host"),
                server("wildcard, in front of another domain", "wildcard", "a.example.test.evil.test", "another host"),
                server("wildcard, without its dot", "wildcard", "aexample.test", "for another host"),
                server("wildcard for a part of a label", "partial", "foo.example.test", "one whole label"),
                server("wildcard for an inner label", "inner", "a.b.example.test", "for another host"),
                server("two wildcards", "double", "a.b.example.test", "for another host"),
                server("common name and no other", "commononly", "localhost", "names no host in its subjectAltName"),
                server(
                        "common name beside an address of mail",
                        "mailonly",
                        "localhost",
                        "names no host in its subject"),
                server("expired", "expired", "localhost", "has expired"),
                server("not valid yet", "future", "localhost", "is not valid yet"),
                server("self-signed", "selfsigned", "localhost", "nobody who is trusted"),
                server("unknown authority", "unknown", "localhost", "nobody who is trusted"),
                client("authority that the system does not know", TlsOptions.defaults(), "nobody who is trusted"),
                server("issued by a certificate that is no authority", "underleaf", "localhost", "is no authority"),
                served("authority in between missing", alone("below"), "localhost", "nobody who is trusted"),
                server("authority in between expired", "understale", "localhost", "has expired"),
                server("chain longer than permitted", "toodeep", "localhost", "longer than one of its authorities"),
                server("name that the authority may not certify", "outside", "localhost", "may not issue any for such"),
                server("for clients only", "clientonly", "localhost", "not for this use"),
                server("key usage without signatures", "keyagreement", "localhost", "not for this use"),
                server(
                        "condition that nobody understands",
                        "critical",
                        "localhost",
                        "condition that is not understood"),
                TlsRefusal.by(
                        "TLSv1.2", // a server cannot sign with so short a key in 1.3
                        "weak key",
                        CLIENT,
                        "too weak",
                        Peer.client("localhost", Certificates.trustingRoot()),
                        Peer.server(Certificates.with("weak"))),
                server("weak signature", "md5", "localhost", "too weak"));
    }

    private static TlsRefusal server(String name, String certificate, String host, String why) {
        return served(name, Certificates.with(certificate), host, why);
    }

    private static TlsRefusal served(String name, TlsOptions server, String host, String why) {
        return TlsRefusal.between(
                name, CLIENT, why, Peer.client(host, Certificates.trustingRoot()), Peer.server(server));
    }

    private static TlsRefusal client(String name, TlsOptions client, String why) {
        return TlsRefusal.between(
                name, CLIENT, why, Peer.client("localhost", client), Peer.server(Certificates.with("localhost")));
    }

    /// A certificate without those above it.
    private static TlsOptions alone(String name) {
        TlsCertificate certificate = Certificates.certificate(name);
        return TlsOptions.of(TlsCredentials.none()
                .withCertificate(new TlsCertificate(List.of(certificate.chain().getFirst()), certificate.key())));
    }

    private static List<TlsRefusal> certificatesOfClients() {
        return List.of(
                shown("none", Certificates.trustingRoot(), "has shown no certificate"),
                shown("unknown authority", insisting("unknown"), "nobody who is trusted"),
                shown("self-signed", insisting("selfsigned"), "nobody who is trusted"),
                shown("expired", insisting("expired"), "has expired"),
                shown("not valid yet", insisting("future"), "is not valid yet"),
                shown("for servers only", insisting("serveronly"), "not for this use"),
                shown("issued by a certificate that is no authority", insisting("underleaf"), "is no authority"),
                shown("weak key", insisting("weak"), "too weak"),
                shown("condition that nobody understands", insisting("critical"), "condition that is not understood"),
                TlsRefusal.between(
                        "client is told that a certificate is wanted",
                        CLIENT,
                        "certificate",
                        Peer.client("localhost", Certificates.trustingRoot()),
                        Peer.server(needing())));
    }

    private static TlsRefusal shown(String name, TlsOptions client, String why) {
        return TlsRefusal.between(
                "client's certificate: " + name, SERVER, why, Peer.client("localhost", client), Peer.server(needing()));
    }

    private static TlsOptions needing() {
        return Certificates.with("localhost").withClientCertificate(ClientCertificate.NEEDED);
    }

    /// Shows its certificate whomever the server says it trusts.
    private static TlsOptions insisting(String name) {
        return Certificates.insisting(name);
    }

    // --- what is agreed upon ---------------------------------------------------------------------

    private static List<TlsRefusal> whatIsAgreedUpon() {
        Peer client = Peer.client("localhost", Certificates.trustingRoot());
        Peer server = Peer.server(Certificates.with("localhost"));
        Peer aes128 = client.changed(engine -> engine.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"}));
        Peer aes256 = server.changed(engine -> engine.setEnabledCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"}));
        Peer rsa = client.changed(
                engine -> engine.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}));
        Peer spdy = Peer.client("localhost", Certificates.trustingRoot().withApplicationProtocols("spdy/1"));
        Peer http = Peer.server(Certificates.with("localhost").withApplicationProtocols("h2"));
        Peer named = Peer.server(Certificates.with("localhost").withServerNames(List.of("first.test")));
        String noSuite = "no cipher suite in common";
        return List.of(
                TlsRefusal.atAnyVersion("no common cipher suite", SERVER, noSuite, aes128, aes256),
                TlsRefusal.atAnyVersion("no common cipher suite", CLIENT, "found no cipher suite", aes128, aes256),
                TlsRefusal.atAnyVersion("no certificate of the client's kind", SERVER, noSuite, rsa, server),
                TlsRefusal.between("no common ALPN", SERVER, "no application protocol (ALPN)", spdy, http),
                TlsRefusal.between("no common ALPN", CLIENT, "no application protocol (ALPN)", spdy, http),
                TlsRefusal.between("name that the server does not go by", SERVER, "does not go by", client, named),
                TlsRefusal.between("name that the server does not go by", CLIENT, "does not go by", client, named));
    }

    // --- versions --------------------------------------------------------------------------------

    private static List<TlsRefusal> versions() {
        return List.of(
                old("SSL 3", SERVER, clientHello(0)),
                old("TLS 1.0", SERVER, clientHello(1)),
                old("TLS 1.1", SERVER, clientHello(2)),
                old("SSL 3", CLIENT, serverHello(0)),
                old("TLS 1.0", CLIENT, serverHello(1)),
                old("TLS 1.1", CLIENT, serverHello(2)));
    }

    private static TlsRefusal old(String version, Side refusing, byte[] hello) {
        return TlsRefusal.of(version + " only", refusing, "no version of TLS in common", peer -> {
            if (refusing == CLIENT) {
                peer.readSome(1 << 14);
            }
            peer.write(hello);
            peer.shutdownOutput();
        });
    }

    /// A minimal one of an old version, by hand: the engines of today make none.
    private static byte[] clientHello(int minor) {
        ByteBuffer body = ByteBuffer.allocate(41);
        body.put((byte) 3).put((byte) minor).position(34); // version, random
        body.put((byte) 0).putShort((short) 2).putShort((short) 0x2f); // no session; TLS_RSA_WITH_AES_128_CBC_SHA
        body.put((byte) 1).put((byte) 0); // one compression: none
        return record(22, minor, message(1, body.array()));
    }

    private static byte[] serverHello(int minor) {
        ByteBuffer body = ByteBuffer.allocate(38);
        body.put((byte) 3).put((byte) minor).position(34);
        body.put((byte) 0).putShort((short) 0xc009).put((byte) 0); // TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
        return record(22, minor, message(2, body.array()));
    }

    private static byte[] message(int kind, byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .put((byte) kind)
                .put((byte) 0)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    private static byte[] record(int kind, int minor, byte[] content) {
        return ByteBuffer.allocate(5 + content.length)
                .put((byte) kind)
                .put((byte) 3)
                .put((byte) minor)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    // --- the first bytes -------------------------------------------------------------------------

    private static List<TlsRefusal> firstBytes(Side side) {
        byte[] noise = new byte[4096];
        new Random(16).nextBytes(noise);
        byte[] oversized = record(22, 3, new byte[(1 << 14) + 2049]); // RFC 5246: at most 2^14 + 2048
        byte[] data = record(23, 3, "not encrypted".getBytes(UTF_8));
        byte[] alert = record(21, 3, new byte[] {2, 80}); // fatal, internal_error
        byte[] heartbeat = record(24, 3, new byte[] {1, (byte) 0xff, (byte) 0xff}); // CVE-2014-0160
        byte[] finished = record(22, 3, message(20, new byte[12]));
        byte[] truncated = record(22, 3, Arrays.copyOf(message(side == CLIENT ? 2 : 1, new byte[8]), 12));
        return List.of(
                bytes("plain HTTP", side, "does not speak TLS", "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8)),
                bytes("another protocol's greeting", side, "does not speak TLS", "SSH-2.0-OpenSSH\r\n".getBytes(UTF_8)),
                bytes("noise", side, "does not speak TLS", noise),
                bytes("record that is too large", side, PROTOCOL, oversized),
                bytes("data before there is a key", side, "does not speak TLS", data),
                bytes("alert", side, "broke it off", alert),
                bytes("heartbeat", side, "does not speak TLS", heartbeat),
                bytes("end of a handshake that never began", side, PROTOCOL, finished),
                bytes("message that is shorter than it says", side, PROTOCOL, truncated),
                huge(side));
    }

    private static TlsRefusal bytes(String name, Side refusing, String why, byte[] bytes) {
        return TlsRefusal.of(name, refusing, why, peer -> {
            peer.write(bytes);
            peer.shutdownOutput();
        });
    }

    /// A first message that claims 16 MiB, and comes.
    private static TlsRefusal huge(Side refusing) {
        byte[] record = record(22, 3, new byte[1 << 14]);
        record[5] = (byte) (refusing == CLIENT ? 2 : 1);
        Arrays.fill(record, 6, 9, (byte) 0xff);
        return TlsRefusal.of("huge first message", refusing, "larger than is permitted", peer -> {
            try {
                for (int i = 0; i < 1024; i++) {
                    peer.write(record);
                }
                throw new AssertionError("16 MiB were taken");
            } catch (IOException e) {
                // refused, as it must be
            }
        });
    }

    // --- ends ------------------------------------------------------------------------------------

    private static List<TlsRefusal> ends(Side side) {
        byte[] half = Arrays.copyOf(side == CLIENT ? serverHello(3) : clientHello(3), 20);
        return List.of(
                TlsRefusal.of("close in the middle", side, "in the middle of it", ByteStream::close),
                TlsRefusal.of("reset in the middle", side, "in the middle of it", ByteStream::abort),
                TlsRefusal.of("end in the middle", side, "closed the connection", ByteStream::shutdownOutput),
                TlsRefusal.of("silence", side, "took longer than 50 ms", SOON, peer -> {}),
                TlsRefusal.of(
                        "silence after half a message", side, "longer than 50 ms", SOON, peer -> peer.write(half)),
                TlsRefusal.of("one byte now and then", side, "longer than 50 ms", SOON, peer -> trickle(peer, half)));
    }

    /// Writes bytes so slowly that none of them is too late, and all of them are.
    private static void trickle(ByteStream peer, byte[] bytes) {
        try {
            for (byte each : bytes) {
                peer.write(new byte[] {each});
                Sleep.sleep(SOON.dividedBy(5));
            }
        } catch (IOException e) {
            // refused, as it must be
        }
    }

    // --- after the handshake ---------------------------------------------------------------------

    private static List<TlsRefusal> afterTheHandshake(Side side) {
        return List.of(
                changed("changed record", side, CHANGED, TlsRefusals::withOneBitLess),
                changed("repeated record", side, CHANGED, TlsRefusals::twice),
                changed("record in plain text", side, CHANGED, any -> record(23, 3, "plain".getBytes(UTF_8))),
                changed(
                        "record cut off",
                        side,
                        "may have been cut off",
                        record -> Arrays.copyOf(record, record.length / 2)),
                changed("end without close_notify", side, "may have been cut off", record -> record),
                renegotiation(side));
    }

    private static TlsRefusal changed(String name, Side refusing, String why, UnaryOperator<byte[]> change) {
        return TlsRefusal.after(name, refusing, why, middle -> {
            if (refusing == CLIENT) {
                middle.changeFromServer("genuine", change);
            } else {
                middle.changeFromClient("genuine", change);
            }
        });
    }

    private static byte[] withOneBitLess(byte[] record) {
        byte[] changed = record.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private static byte[] twice(byte[] record) {
        return ByteBuffer.allocate(2 * record.length).put(record).put(record).array();
    }

    private static TlsRefusal renegotiation(Side refusing) {
        return new TlsRefusal("renegotiation", refusing, "wants to renegotiate, which is refused", () -> {
            Pipe pipe = Pipe.open();
            TlsTransport client = Peer.client("localhost", Certificates.trustingRoot())
                    .changed(engine -> engine.setEnabledProtocols(new String[] {"TLSv1.2"}))
                    .over(pipe.left());
            TlsTransport server = Peer.server(Certificates.with("localhost")).over(pipe.right());
            var starting = Task.start(() -> server.start(StreamOptions.defaults()));
            ByteStream left = client.start(StreamOptions.defaults());
            ByteStream right = starting.await();
            TlsTransport asking = refusing == CLIENT ? server : client;
            ByteStream asked = refusing == CLIENT ? left : right;
            asking.engine().beginHandshake();
            var writing = OnLoop.task(() -> (refusing == CLIENT ? right : left).write("x"));
            try {
                asked.readAll();
                throw new AssertionError("it was taken");
            } catch (IOException e) {
                return List.of(e);
            } finally {
                writing.cancel();
                left.abort();
                right.abort();
            }
        });
    }
}
