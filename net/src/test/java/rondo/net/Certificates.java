package rondo.net;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS contexts from the certificates of `certificates.sh`.
final class Certificates {
    private static final char[] PASSWORD = "secret".toCharArray();

    private Certificates() {}

    /// Made once each: reading a key takes long.
    private static final Map<String, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

    /// Trusts the authority `root`, and has no certificate of its own.
    static TlsOptions trustingRoot() {
        return TlsOptions.of(CONTEXTS.computeIfAbsent("", any -> context(null)));
    }

    /// Trusts the authority `root`, and has a certificate.
    static TlsOptions with(String name) {
        return TlsOptions.of(CONTEXTS.computeIfAbsent(name, Certificates::context));
    }

    private static SSLContext context(@Nullable String own) {
        return context(own, managers -> managers);
    }

    /// As [#with(String)], for a client that shows its certificate whomever the server says that it trusts.
    static TlsOptions insisting(String name) {
        return TlsOptions.of(CONTEXTS.computeIfAbsent("insisting " + name, any -> {
            TlsCertificate own = certificate(name);
            try {
                var context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[] {new InsistingKeys(own)}, trust().getTrustManagers(), null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new AssertionError(e);
            }
        }));
    }

    /// As [#with(String)], by a context of its own, with other managers of trust than the one that trusts `root`.
    static TlsOptions with(String name, UnaryOperator<TrustManager[]> trusting) {
        return TlsOptions.of(context(name, trusting));
    }

    private static SSLContext context(@Nullable String own, UnaryOperator<TrustManager[]> trusting) {
        try {
            KeyManager[] keys = {};
            if (own != null) {
                var factory = KeyManagerFactory.getInstance("SunX509");
                factory.init(store(own), PASSWORD);
                keys = factory.getKeyManagers();
            }
            var context = SSLContext.getInstance("TLS");
            context.init(keys, trusting.apply(trust().getTrustManagers()), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", store("root").getCertificate("key"));
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return trust;
    }

    /// {@return a certificate, with those above it and its key}
    static TlsCertificate certificate(String name) {
        try {
            KeyStore store = store(name);
            var chain = Arrays.stream(store.getCertificateChain("key"))
                    .map(X509Certificate.class::cast)
                    .toList();
            return new TlsCertificate(chain, (PrivateKey) store.getKey("key", PASSWORD));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /// {@return a certificate and those above it, as an authority sends them}
    static String chainPem(String name) {
        var text = new StringBuilder();
        try {
            for (X509Certificate each : certificate(name).chain()) {
                text.append(pem("CERTIFICATE", each.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    /// {@return a certificate as other programs read it}
    static String certificatePem(String name) {
        try {
            return pem("CERTIFICATE", store(name).getCertificate("key").getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /// {@return its private key, likewise}
    static String keyPem(String name) {
        try {
            return pem("PRIVATE KEY", store(name).getKey("key", PASSWORD).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private static KeyStore store(String name) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Certificates.class.getResourceAsStream(name + ".p12")) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
