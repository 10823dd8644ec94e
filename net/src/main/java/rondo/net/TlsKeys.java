package rondo.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/// The keys of one side. A server chooses by the name that the client asks for (SNI, RFC 6066); everything else is the
/// JDK's choice. The handshake calls on helper threads.
final class TlsKeys extends X509ExtendedKeyManager {
    private final List<TlsCertificate> certificates;
    private final X509KeyManager keys; // the certificates, by aliases that are their indexes

    TlsKeys(List<TlsCertificate> certificates, X509KeyManager keys) {
        this.certificates = certificates;
        this.keys = keys;
    }

    /// {@return the first certificate for the name whose key the client can verify; if none is for the name, the
    /// first of all; null if there is none}
    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String[] fitting = keys.getServerAliases(kind, issuers);
        if (fitting == null) {
            return null;
        }
        List<Integer> places =
                Arrays.stream(fitting).map(Integer::valueOf).sorted().toList();
        String name = engine == null ? null : nameAskedFor(engine);
        List<Integer> named = name == null ? List.of() : placesFor(name);
        return places.stream()
                .filter(place -> named.isEmpty() || named.contains(place))
                .findFirst()
                .map(String::valueOf)
                .orElse(null);
    }

    private List<Integer> placesFor(String name) {
        return IntStream.range(0, certificates.size())
                .filter(place -> CertificateNames.anyMatches(
                        CertificateNames.of(certificates.get(place).chain().getFirst()), name))
                .boxed()
                .toList();
    }

    private static @Nullable String nameAskedFor(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] kinds, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return keys.chooseClientAlias(kinds, issuers, null);
    }

    // --- as the JDK does it ----------------------------------------------------------------------

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return keys.getClientAliases(kind, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys.chooseClientAlias(kinds, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return keys.getServerAliases(kind, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys.chooseServerAlias(kind, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }
}
