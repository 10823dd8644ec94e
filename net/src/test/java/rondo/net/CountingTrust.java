package rondo.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Counts how often the other side's certificate is checked: once in a full handshake, and not in a resumed one.
final class CountingTrust extends X509ExtendedTrustManager {
    private final AtomicInteger checks = new AtomicInteger();
    private @Nullable X509ExtendedTrustManager checking;

    /// Takes the place of the managers that check.
    TrustManager[] around(TrustManager[] managers) {
        checking = (X509ExtendedTrustManager) managers[0];
        return new TrustManager[] {this};
    }

    int checks() {
        return checks.get();
    }

    private X509ExtendedTrustManager checking() {
        return Objects.requireNonNull(checking);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        checks.incrementAndGet();
        checking().checkClientTrusted(chain, kind, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        checks.incrementAndGet();
        checking().checkServerTrusted(chain, kind, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return checking().getAcceptedIssuers();
    }

    // --- not asked: there is an engine always ----------------------------------------------------

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
        throw new UnsupportedOperationException();
    }
}
