package rondo.net;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/// How a side speaks TLS. TLS 1.3 or 1.2; a client always checks the server's certificate and its host name.
///
/// @param context whom to trust, and the own certificate
/// @param applicationProtocols what to offer by ALPN, the preferred first; empty for no ALPN
/// @param clientCertificate whether a server asks for a certificate
/// @param handshakeLimit how long a handshake may take; positive
/// @param shutdownLimit how long a close waits to send its farewell; positive
/// @param requireEnd whether a stream that ends without TLS's own end is an error: what came may be cut off
public record TlsOptions(
        SSLContext context,
        List<String> applicationProtocols,
        ClientCertificate clientCertificate,
        Duration handshakeLimit,
        Duration shutdownLimit,
        boolean requireEnd) {
    private static final Duration HANDSHAKE = Duration.ofSeconds(60); // asyncio's
    private static final Duration SHUTDOWN = Duration.ofSeconds(30); // asyncio's

    /// Checks the limits and copies the list.
    public TlsOptions {
        applicationProtocols = List.copyOf(applicationProtocols);
        checkPositive("handshakeLimit", handshakeLimit);
        checkPositive("shutdownLimit", shutdownLimit);
    }

    private static void checkPositive(String name, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(name + " is " + limit + "; it must be positive");
        }
    }

    /// {@return the options of a client that trusts whom the system trusts}
    ///
    /// @throws IllegalStateException if this JVM has no TLS
    public static TlsOptions defaults() {
        try {
            return of(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    /// {@return options with a context: whom to trust, and the own certificate; a handshake may take 60 s,
    /// a close 30 s}
    ///
    /// @param context made by an `SSLContext.getInstance("TLS")`, and initialised
    public static TlsOptions of(SSLContext context) {
        return new TlsOptions(context, List.of(), ClientCertificate.NONE, HANDSHAKE, SHUTDOWN, true);
    }

    /// {@return these options with protocols to offer by ALPN}
    /// @param names the preferred first: `h2`, `http/1.1`
    public TlsOptions withApplicationProtocols(String... names) {
        return new TlsOptions(context, List.of(names), clientCertificate, handshakeLimit, shutdownLimit, requireEnd);
    }

    /// {@return these options with a server that asks for certificates, or not}
    /// @param asked whether it asks
    public TlsOptions withClientCertificate(ClientCertificate asked) {
        return new TlsOptions(context, applicationProtocols, asked, handshakeLimit, shutdownLimit, requireEnd);
    }

    /// {@return these options with another limit for handshakes}
    /// @param limit how long one may take; positive
    public TlsOptions withHandshakeLimit(Duration limit) {
        return new TlsOptions(context, applicationProtocols, clientCertificate, limit, shutdownLimit, requireEnd);
    }

    /// {@return these options with another limit for closing}
    /// @param limit how long a close waits to send its farewell; positive
    public TlsOptions withShutdownLimit(Duration limit) {
        return new TlsOptions(context, applicationProtocols, clientCertificate, handshakeLimit, limit, requireEnd);
    }

    /// {@return these options with streams that must end by TLS's own end, or may be cut off}
    /// @param required whether they must; true unless the protocol above tells its own end
    public TlsOptions withRequireEnd(boolean required) {
        return new TlsOptions(
                context, applicationProtocols, clientCertificate, handshakeLimit, shutdownLimit, required);
    }
}
