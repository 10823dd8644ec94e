package rondo.net;

import java.security.cert.Certificate;
import java.util.List;

/// What a handshake has agreed upon: `stream.extra(TlsInfo.class)`.
///
/// @param protocol the version, `TLSv1.3` say
/// @param cipherSuite the cipher suite, by its standard name
/// @param applicationProtocol what ALPN has chosen; empty if nothing
/// @param peerCertificates the other side's certificate and those above it; empty if it showed none;
/// unmodifiable
public record TlsInfo(
        String protocol, String cipherSuite, String applicationProtocol, List<Certificate> peerCertificates) {
    /// Copies the list.
    public TlsInfo {
        peerCertificates = List.copyOf(peerCertificates);
    }
}
