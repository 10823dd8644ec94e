package rondo.net;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// What a failed handshake means: which check it was.
final class TlsFailure {
    private TlsFailure() {}

    static SSLHandshakeException timeout(String peer, Duration limit, TimeoutException cause) {
        return failure(peer, "it took longer than " + limit.toMillis() + " ms", cause);
    }

    static SSLHandshakeException explained(String peer, IOException cause) {
        return failure(peer, reason(cause), cause);
    }

    private static SSLHandshakeException failure(String peer, String reason, Throwable cause) {
        var failure = new SSLHandshakeException("the TLS handshake with " + peer + " failed: " + reason);
        failure.initCause(cause);
        return failure;
    }

    private static String reason(IOException failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            String known = known(e);
            if (known != null) {
                return known + " (" + e.getMessage() + ")";
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static @Nullable String known(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case CertificateExpiredException _ -> "the certificate, or one above it, has expired";
            case CertificateNotYetValidException _ -> "the certificate, or one above it, is not valid yet";
            case CertPathBuilderException _
            when message.contains("unable to find valid") -> "nobody who is trusted has issued the certificate";
            case CertificateException _ when message.startsWith("No ") -> "the certificate is for another host";
            case ClosedChannelException _ -> "the other side closed the connection in the middle of it";
            default -> message.startsWith("Unrecognized SSL message") ? "the other side does not speak TLS" : null;
        };
    }
}
