package rondo.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLKeyException;

/// A certificate with its private key and the certificates above it: what a side proves itself with (asyncio's
/// `load_cert_chain`).
///
/// @param chain the own certificate, then the one that issued it, and so on; that of the authority at the top may be
///     missing. Not empty; unmodifiable
/// @param key the own certificate's private key
public record TlsCertificate(List<X509Certificate> chain, PrivateKey key) {
    /// Copies the list, and checks that all of it belongs together.
    ///
    /// @throws IllegalArgumentException if it does not
    public TlsCertificate {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the chain is empty; its first certificate is the own");
        }
        for (int i = 1; i < chain.size(); i++) {
            checkIssued(chain.get(i), chain.get(i - 1), i + 1);
        }
        if (!PrivateKeys.belongTogether(key, chain.getFirst().getPublicKey())) {
            throw new IllegalArgumentException("the private key (" + key.getAlgorithm()
                    + ") is not that of the certificate of " + subject(chain.getFirst()) + " ("
                    + chain.getFirst().getPublicKey().getAlgorithm()
                    + "), the first of its chain; use the key that it was requested with");
        }
    }

    private static void checkIssued(X509Certificate issuer, X509Certificate issued, int place) {
        if (!issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal())) {
            throw new IllegalArgumentException("certificate " + place + " of the chain is that of "
                    + subject(issuer) + ", which has not issued the one before it: that of "
                    + subject(issued) + "; the own one comes first, then the one that issued it, and so on");
        }
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /// Reads a certificate from PEM files, as authorities issue them. Suspends a calling task while a helper thread
    /// reads; a cancel ends the wait. May be called outside a run too.
    ///
    /// @param chain the file of the own certificate, followed by the one that issued it, and so on
    /// @param key the file of its private key, of the kind RSA, EC or Ed25519, in PKCS #8 (`BEGIN PRIVATE KEY`) and
    ///     not encrypted; may be the same file
    /// @return what they hold
    /// @throws java.nio.file.NoSuchFileException if one of them is not there
    /// @throws SSLKeyException if one of them is garbled or of another form, or they do not belong together
    /// @throws IOException if one of them cannot be read
    public static TlsCertificate read(Path chain, Path key) throws IOException {
        return HelperThread.call(() -> {
            List<X509Certificate> certificates = PemFiles.certificates(chain);
            PrivateKey own = PemFiles.key(key);
            try {
                return new TlsCertificate(certificates, own);
            } catch (IllegalArgumentException e) {
                var failure = new SSLKeyException(chain + " with " + key + ": " + e.getMessage());
                failure.initCause(e);
                throw failure;
            }
        });
    }

    /// Says nothing of the key.
    @Override
    public String toString() {
        return "TlsCertificate[" + subject(chain.getFirst()) + ", until "
                + chain.getFirst().getNotAfter().toInstant() + "]";
    }
}
