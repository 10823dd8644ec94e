package rondo.net;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/// How a side speaks TLS. TLS 1.3 or 1.2; a client checks the server's certificate,
/// and its host name unless told otherwise.
///
/// @param context whom to trust, and the own certificate
/// @param applicationProtocols what to offer by ALPN, the preferred first; empty for no ALPN
/// @param serverNames the names that a server goes by: a client that asks for another one (SNI) is refused
///     (`unrecognized_name`). `*.example.org` stands for every name with one label more. Empty for any name
/// @param clientCertificate whether a server asks for a certificate
/// @param hostChecked whether a client checks that the server's certificate is for the host. False is for certificates
///     of which the context accepts only known ones: whoever has any other accepted one could pass for the host
/// @param handshakeLimit how long a handshake may take; positive
/// @param shutdownLimit how long a close waits to send its farewell; positive
/// @param requireEnd whether a stream that ends without TLS's own end is an error: what came may be cut off
public record TlsOptions(
        SSLContext context,
        List<String> applicationProtocols,
        List<String> serverNames,
        ClientCertificate clientCertificate,
        boolean hostChecked,
        Duration handshakeLimit,
        Duration shutdownLimit,
        boolean requireEnd) {
    private static final Duration HANDSHAKE = Duration.ofSeconds(60); // asyncio's
    private static final Duration SHUTDOWN = Duration.ofSeconds(30); // asyncio's
    private static final int LONGEST_PROTOCOL = 255; // bytes; RFC 7301, 3.1. The JDK writes one for each char

    /// Checks the limits and the names, and copies the lists.
    public TlsOptions {
        applicationProtocols = List.copyOf(applicationProtocols);
        applicationProtocols.forEach(TlsOptions::checkProtocol);
        serverNames = List.copyOf(serverNames);
        serverNames.forEach(TlsOptions::checkName);
        checkPositive("handshakeLimit", handshakeLimit);
        checkPositive("shutdownLimit", shutdownLimit);
    }

    private static void checkPositive(String name, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(name + " is " + limit + "; it must be positive");
        }
    }

    private static void checkProtocol(String name) {
        if (name.isEmpty() || name.length() > LONGEST_PROTOCOL) {
            throw new IllegalArgumentException("the application protocol \"" + name + "\" has " + name.length()
                    + " bytes; ALPN has room for 1 to " + LONGEST_PROTOCOL);
        }
    }

    private static void checkName(String name) {
        boolean wildcard = name.startsWith("*.");
        if (name.isEmpty() || name.indexOf('*', wildcard ? 1 : 0) >= 0) {
            throw new IllegalArgumentException("the server name \"" + name
                    + "\" is neither a name nor a wildcard for one whole label, such as *.example.org");
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
        return new TlsOptions(context, List.of(), List.of(), ClientCertificate.NONE, true, HANDSHAKE, SHUTDOWN, true);
    }

    /// {@return options with credentials, as [#of(SSLContext)] gives them with a context} Suspends a calling task while
    /// a helper thread makes a context of them. Make them once: they keep the sessions that can be resumed.
    ///
    /// @param credentials the own certificates, and whom to trust
    public static TlsOptions of(TlsCredentials credentials) {
        return of(HelperThread.<SSLContext, RuntimeException>call(credentials::context));
    }

    /// {@return these options with protocols to offer by ALPN}
    /// @param names the preferred first: `h2`, `http/1.1`
    public TlsOptions withApplicationProtocols(String... names) {
        return changed(draft -> draft.applicationProtocols = List.of(names));
    }

    /// {@return these options of a server that refuses clients which ask for other names}
    /// @param names those that it goes by, with `*.` for a whole first label; none for any name
    public TlsOptions withServerNames(List<String> names) {
        return changed(draft -> draft.serverNames = names);
    }

    /// {@return these options with a server that asks for certificates, or not}
    /// @param asked whether it asks
    public TlsOptions withClientCertificate(ClientCertificate asked) {
        return changed(draft -> draft.clientCertificate = asked);
    }

    /// {@return these options with a client that checks whether the server's certificate is for the host, or not}
    /// @param checked whether it does; false only where the context accepts known certificates alone
    public TlsOptions withHostChecked(boolean checked) {
        return changed(draft -> draft.hostChecked = checked);
    }

    /// {@return these options with another limit for handshakes}
    /// @param limit how long one may take; positive
    public TlsOptions withHandshakeLimit(Duration limit) {
        return changed(draft -> draft.handshakeLimit = limit);
    }

    /// {@return these options with another limit for closing}
    /// @param limit how long a close waits to send its farewell; positive
    public TlsOptions withShutdownLimit(Duration limit) {
        return changed(draft -> draft.shutdownLimit = limit);
    }

    /// {@return these options with streams that must end by TLS's own end, or may be cut off}
    /// @param required whether they must; true unless the protocol above tells its own end
    public TlsOptions withRequireEnd(boolean required) {
        return changed(draft -> draft.requireEnd = required);
    }

    private TlsOptions changed(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /// The options, while one of them is changed.
    private static final class Draft {
        private final SSLContext context;
        private List<String> applicationProtocols;
        private List<String> serverNames;
        private ClientCertificate clientCertificate;
        private boolean hostChecked;
        private Duration handshakeLimit;
        private Duration shutdownLimit;
        private boolean requireEnd;

        Draft(TlsOptions from) {
            context = from.context;
            applicationProtocols = from.applicationProtocols;
            serverNames = from.serverNames;
            clientCertificate = from.clientCertificate;
            hostChecked = from.hostChecked;
            handshakeLimit = from.handshakeLimit;
            shutdownLimit = from.shutdownLimit;
            requireEnd = from.requireEnd;
        }

        TlsOptions options() {
            return new TlsOptions(
                    context,
                    applicationProtocols,
                    serverNames,
                    clientCertificate,
                    hostChecked,
                    handshakeLimit,
                    shutdownLimit,
                    requireEnd);
        }
    }
}
