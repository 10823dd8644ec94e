package rondo.net;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
        try {
            KeyManager[] keys = {};
            if (own != null) {
                var factory = KeyManagerFactory.getInstance("SunX509");
                factory.init(store(own), PASSWORD);
                keys = factory.getKeyManagers();
            }
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", store("root").getCertificate("key"));
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
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
