package rondo.net;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// What a failed handshake means: which check it was.
final class TlsFailure {
    private static final String NO_VERSION = "the two sides have no version of TLS in common; here it is 1.3 or 1.2";
    private static final String NOT_ACCEPTED = "the other side does not accept the certificate that it was shown";

    /// The JDK tells most of it in words only. The first that is found counts.
    private static final Map<String, String> MEANINGS = meanings();

    private TlsFailure() {}

    static SSLHandshakeException timeout(String peer, Duration limit, TimeoutException cause) {
        return failure(peer, "it took longer than " + limit.toMillis() + " ms", cause);
    }

    static SSLHandshakeException explained(String peer, IOException cause) {
        return failure(peer, reason(cause), cause);
    }

    /// What a connection that stood has ended with: a server's refusal of its client above all, which TLS 1.3
    /// tells only then.
    static SSLException broken(String peer, SSLException cause) {
        return new SSLException("the TLS connection with " + peer + " failed: " + reason(cause), cause);
    }

    static SSLException renegotiation(String peer) {
        return new SSLException(
                "the TLS connection with " + peer + " failed: the other side wants to renegotiate, which"
                        + " is refused: it would cost this side a handshake each time; it can connect anew");
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
                return known + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")");
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static @Nullable String known(Throwable e) {
        return switch (e) {
            case CertificateExpiredException _ -> "the certificate, or one above it, has expired";
            case CertificateNotYetValidException _ -> "the certificate, or one above it, is not valid yet";
            case SSLPeerUnverifiedException _ -> "the certificate is for another host";
            case ClosedChannelException _ -> "the other side closed the connection in the middle of it";
            case IOException _ when !(e instanceof SSLException) -> "the connection was lost in the middle of it";
            default -> said(String.valueOf(e.getMessage()));
        };
    }

    private static Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        meanings.put("unable to find valid certification path", "nobody who is trusted has issued the certificate");
        meanings.put("pathLenConstraint", "the certificate's chain is longer than one of its authorities permits");
        meanings.put("basic constraints check failed", "the certificate was issued by one that is no authority");
        meanings.put("not a CA certificate", "the certificate was issued by one that is no authority");
        meanings.put("name constraints", "the certificate's authority may not issue any for such a name");
        meanings.put("unrecognized critical extension", "the certificate sets a condition that is not understood here");
        meanings.put("Extended key usage", "the certificate is not for this use");
        meanings.put("KeyUsage", "the certificate is not for this use");
        meanings.put("Algorithm constraints", "the certificate's key or signature is too weak");
        meanings.put("No subject alternative", "the certificate is for another host");
        meanings.put("No name matching", "the certificate is for another host");
        meanings.put("unrecognized_name", "the server does not go by the name that was asked for");
        meanings.put("Unrecognized server name", "the server does not go by the name that was asked for");
        meanings.put("Unrecognized SSL message", "the other side does not speak TLS");
        meanings.put("alert: protocol_version", NO_VERSION);
        meanings.put("not enabled or supported in server context", NO_VERSION);
        meanings.put("not accepted by client preferences", NO_VERSION);
        meanings.put("no cipher suites in common", "the two sides have no cipher suite in common");
        meanings.put(
                "alert: handshake_failure", "the other side found no cipher suite, or no certificate, to agree upon");
        meanings.put("application_protocol", "the two sides have no application protocol (ALPN) in common");
        meanings.put("application protocol", "the two sides have no application protocol (ALPN) in common");
        meanings.put("Empty client certificate chain", "the client has shown no certificate");
        meanings.put("alert: certificate_required", "the server wants a certificate, and was shown none");
        meanings.put("alert: bad_certificate", NOT_ACCEPTED);
        meanings.put("alert: certificate_unknown", NOT_ACCEPTED);
        meanings.put("alert: certificate_expired", NOT_ACCEPTED);
        meanings.put("alert: unsupported_certificate", NOT_ACCEPTED);
        meanings.put("alert: unknown_ca", NOT_ACCEPTED);
        meanings.put("Received fatal alert", "the other side broke it off");
        meanings.put("bad_record_mac", "a record was changed on its way, repeated, or left out");
        meanings.put("exceeds the maximum allowed size", "a message is larger than is permitted here");
        meanings.put("larger than TLS permits", "the other side does not keep to the protocol");
        meanings.put("decode_error", "the other side does not keep to the protocol");
        meanings.put("unexpected_message", "the other side does not keep to the protocol");
        meanings.put("Unsupported protocol version", "the other side does not keep to the protocol");
        return meanings;
    }

    private static @Nullable String said(String message) {
        for (var each : MEANINGS.entrySet()) {
            if (message.contains(each.getKey())) {
                return each.getValue();
            }
        }
        return null;
    }
}
