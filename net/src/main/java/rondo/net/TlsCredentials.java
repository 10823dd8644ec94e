package rondo.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/// What a side proves itself with, and whom it trusts: what an `SSLContext` is made of.
///
/// A server with several certificates shows the first one that is for the name that the client asks for (SNI). A
/// client that asks for another name, or for none, gets the first one.
///
/// @param certificates the own certificates, the preferred first; empty for none, as most clients have. Unmodifiable
/// @param trusted the authorities whose certificates are accepted; null for those that the system trusts. Not empty;
///     unmodifiable
public record TlsCredentials(
        List<TlsCertificate> certificates, @Nullable List<X509Certificate> trusted) {
    private static final TlsCredentials NONE = new TlsCredentials(List.of(), null);

    /// Copies the lists.
    public TlsCredentials {
        certificates = List.copyOf(certificates);
        if (trusted != null) {
            trusted = List.copyOf(trusted);
            if (trusted.isEmpty()) {
                throw new IllegalArgumentException(
                        "trusted is empty, so nobody could connect; null is for those that the system trusts");
            }
        }
    }

    /// {@return those of a client that shows no certificate, and trusts whom the system trusts}
    public static TlsCredentials none() {
        return NONE;
    }

    /// {@return these with a further certificate of the own}
    /// @param certificate it; it is shown if no earlier one fits
    public TlsCredentials withCertificate(TlsCertificate certificate) {
        var all = new ArrayList<>(certificates);
        all.add(certificate);
        return new TlsCredentials(all, trusted);
    }

    /// {@return these with a further certificate of the own, from PEM files, as [TlsCertificate#read(Path, Path)] reads
    /// it}
    ///
    /// @param chain the file of the own certificate and those above it
    /// @param key the file of its private key
    /// @throws IOException if they cannot be read, or do not belong together
    public TlsCredentials withCertificate(Path chain, Path key) throws IOException {
        return withCertificate(TlsCertificate.read(chain, key));
    }

    /// {@return these with other authorities to trust, instead of the system's}
    /// @param authorities their certificates; not empty
    public TlsCredentials withTrusted(List<X509Certificate> authorities) {
        return new TlsCredentials(certificates, authorities);
    }

    /// {@return these with other authorities to trust, from a PEM file} Suspends a calling task while a helper thread
    /// reads; a cancel ends the wait. May be called outside a run too.
    ///
    /// @param authorities the file of their certificates
    /// @throws java.nio.file.NoSuchFileException if it is not there
    /// @throws javax.net.ssl.SSLKeyException if it is garbled, or has no certificate
    /// @throws IOException if it cannot be read
    public TlsCredentials withTrusted(Path authorities) throws IOException {
        return withTrusted(HelperThread.call(() -> PemFiles.certificates(authorities)));
    }

    /// {@return the names of hosts that the certificates are for, in their order, unmodifiable: `example.org`,
    /// `*.example.org`}
    public List<String> names() {
        return certificates.stream()
                .flatMap(one -> CertificateNames.of(one.chain().getFirst()).stream())
                .distinct()
                .toList();
    }

    /// Makes the JDK's form of it. Takes a while, the first time above all. Keeps the sessions that can be resumed: one
    /// that is made anew for each connection resumes none.
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM has no TLS, or refuses " + this, e);
        }
    }

    /// Says whose certificates, and no more.
    @Override
    public String toString() {
        return "TlsCredentials[certificates=" + certificates + ", trusted="
                + (trusted == null
                        ? "whom the system trusts"
                        : trusted.stream()
                                .map(each -> each.getSubjectX500Principal().getName())
                                .toList())
                + "]";
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        if (certificates.isEmpty()) {
            return new KeyManager[0];
        }
        char[] password = "in memory only".toCharArray();
        KeyStore store = emptyStore();
        for (int i = 0; i < certificates.size(); i++) {
            TlsCertificate one = certificates.get(i);
            store.setKeyEntry(
                    Integer.toString(i), one.key(), password, one.chain().toArray(Certificate[]::new));
        }
        var factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, password);
        return new KeyManager[] {new TlsKeys(certificates, (X509KeyManager) factory.getKeyManagers()[0])};
    }

    private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
        if (trusted == null) {
            return null;
        }
        KeyStore store = emptyStore();
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), trusted.get(i));
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
