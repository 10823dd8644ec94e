package rondo.net;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.io.StreamOptions;
import rondo.task.Task;

/// A connection that one of its sides has to refuse.
///
/// @param name what is wrong
/// @param refusing who has to notice
/// @param why what its error says
/// @param attempt makes the connection; gives what the refusing side threw, once for each way that was tried
record TlsRefusal(String name, Side refusing, String why, Attempt attempt) {
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    enum Side {
        CLIENT,
        SERVER
    }

    @FunctionalInterface
    interface Attempt {
        List<Throwable> refusals() throws Exception;
    }

    /// One side of a connection that speaks TLS.
    record Peer(String host, TlsOptions options, Consumer<SSLEngine> change) {
        static Peer client(String host, TlsOptions options) {
            return new Peer(host, options, engine -> {});
        }

        static Peer server(TlsOptions options) {
            return new Peer("", options, engine -> {});
        }

        /// {@return one that does something else than an honest one}
        Peer changed(Consumer<SSLEngine> how) {
            return new Peer(host, options, change.andThen(how));
        }

        Peer speaking(String version) {
            return changed(engine -> engine.setEnabledProtocols(new String[] {version}));
        }

        TlsTransport over(ByteStream stream) throws IOException {
            TlsTransport transport = host.isEmpty()
                    ? TlsTransport.server(stream.detach(), options)
                    : TlsTransport.client(stream.detach(), host, 443, options);
            change.accept(transport.engine());
            return transport;
        }
    }

    /// Two sides that both speak TLS, by both versions.
    static TlsRefusal between(String name, Side refusing, String why, Peer client, Peer server) {
        return new TlsRefusal(name, refusing, why, () -> {
            var refusals = new ArrayList<Throwable>();
            for (String version : VERSIONS) {
                refusals.add(refusal(refusing, client.speaking(version), server));
            }
            return refusals;
        });
    }

    /// As [#between], by one version.
    static TlsRefusal by(String version, String name, Side refusing, String why, Peer client, Peer server) {
        return atAnyVersion(name, refusing, why, client.speaking(version), server);
    }

    /// As [#between], with whatever versions the two sides choose.
    static TlsRefusal atAnyVersion(String name, Side refusing, String why, Peer client, Peer server) {
        return new TlsRefusal(name, refusing, why, () -> List.of(refusal(refusing, client, server)));
    }

    private static Throwable refusal(Side refusing, Peer client, Peer server) throws Exception {
        Pipe pipe = Pipe.open();
        var left = Task.<@Nullable Throwable>start(() -> failure(client.over(pipe.left())));
        var right = Task.<@Nullable Throwable>start(() -> failure(server.over(pipe.right())));
        Throwable ofClient = left.await();
        Throwable ofServer = right.await();
        if (ofClient == null || ofServer == null) {
            throw new AssertionError("the " + (ofClient == null ? "client" : "server") + " was served");
        }
        return refusing == Side.CLIENT ? ofClient : ofServer;
    }

    /// {@return what ends a dialogue of one byte each way; null if nothing does}
    private static @Nullable Throwable failure(TlsTransport transport) {
        try (ByteStream stream = transport.start(StreamOptions.defaults())) {
            stream.write("x");
            stream.readExactly(1);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /// One side that speaks TLS, and another that does something else.
    static TlsRefusal of(String name, Side refusing, String why, Other other) {
        return of(name, refusing, why, TlsOptions.defaults().handshakeLimit(), other);
    }

    /// As [#of], with a limit for the handshake.
    static TlsRefusal of(String name, Side refusing, String why, Duration limit, Other other) {
        return new TlsRefusal(name, refusing, why, () -> {
            Pipe pipe = Pipe.open();
            Peer peer = refusing == Side.CLIENT
                    ? Peer.client("localhost", Certificates.trustingRoot().withHandshakeLimit(limit))
                    : Peer.server(Certificates.with("localhost").withHandshakeLimit(limit));
            var checking = Task.<@Nullable Throwable>start(() -> failure(peer.over(pipe.left())));
            other.speak(pipe.right());
            Throwable failure = checking.await();
            if (failure == null) {
                throw new AssertionError("it was served");
            }
            return List.of(failure);
        });
    }

    /// What the other side does.
    @FunctionalInterface
    interface Other {
        void speak(ByteStream stream) throws IOException;
    }

    /// A connection that stands, and whose other side then does something that is to be refused.
    static TlsRefusal after(String name, Side refusing, String why, Deed deed) {
        return new TlsRefusal(name, refusing, why, () -> {
            try (var middle = Tampering.between(Certificates.with("localhost"), Certificates.trustingRoot())) {
                deed.happen(middle);
                ByteStream deceived = refusing == Side.CLIENT ? middle.client() : middle.server();
                try {
                    deceived.readAll();
                    throw new AssertionError("it was taken");
                } catch (IOException e) {
                    return List.of(e);
                }
            }
        });
    }

    /// What happens to a connection that stands.
    @FunctionalInterface
    interface Deed {
        void happen(Tampering middle) throws IOException;
    }

    @Override
    public String toString() {
        return refusing + " " + name;
    }
}
