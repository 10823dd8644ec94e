package rondo.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The key of a client that shows one certificate in any case: one that the server has not asked for too.
final class InsistingKeys extends X509ExtendedKeyManager {
    private final TlsCertificate own;

    InsistingKeys(TlsCertificate own) {
        this.own = own;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] kinds, Principal[] issuers, SSLEngine engine) {
        return Arrays.asList(kinds).contains(own.key().getAlgorithm()) ? "own" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return own.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return own.key();
    }

    // --- not asked: there is an engine always, and it is a client's ------------------------------

    @Override
    public String[] getClientAliases(String kind, Principal[] issuers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String[] getServerAliases(String kind, Principal[] issuers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException();
    }
}
