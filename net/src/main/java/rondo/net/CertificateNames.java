package rondo.net;

import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// The names of hosts in a certificate (RFC 9525): those of its subjectAltName, and never its common name.
final class CertificateNames {
    private static final Integer DNS = 2; // GeneralName's choice dNSName

    private CertificateNames() {}

    /// {@return the names that a certificate is for, in its order: `example.org`, `*.example.org`}
    static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> DNS.equals(name.getFirst()))
                            .map(name -> (String) name.get(1))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of(); // it is for nobody
        }
    }

    /// Checks what the JDK does not: it falls back to the common name, and takes a wildcard for a part of a label,
    /// or for an inner one (RFC 2818). Addresses it does check by the subjectAltName alone.
    ///
    /// @throws SSLPeerUnverifiedException if the certificate of a session's other side is not for the host
    static void check(SSLSession session, String host) throws SSLPeerUnverifiedException {
        if (Resolver.literal(host) || !(session.getPeerCertificates()[0] instanceof X509Certificate certificate)) {
            return;
        }
        List<String> names = of(certificate);
        if (names.isEmpty()) {
            throw new SSLPeerUnverifiedException("it names no host in its subjectAltName; a common name ("
                    + certificate.getSubjectX500Principal() + ") is not taken for one (RFC 9525)");
        }
        if (!anyMatches(names, host)) {
            throw new SSLPeerUnverifiedException(
                    "it is for " + names + "; a wildcard stands for one whole label, the leftmost (RFC 9525)");
        }
    }

    /// {@return whether one of the names is that of the host}
    static boolean anyMatches(Collection<String> names, String host) {
        String plain = plain(host);
        return names.stream().anyMatch(name -> matches(name.toLowerCase(Locale.ROOT), plain));
    }

    /// A wildcard stands for one whole label, the leftmost (RFC 9525, section 6.3).
    private static boolean matches(String name, String host) {
        if (!name.startsWith("*.")) {
            return name.equals(host);
        }
        int firstDot = host.indexOf('.');
        return firstDot > 0 && name.indexOf('*', 1) < 0 && name.substring(1).equals(host.substring(firstDot));
    }

    /// {@return a host as it stands in a certificate: in ASCII, lower case, without the root's dot}
    ///
    /// @throws IllegalArgumentException if it cannot be the name of a host
    static String plain(String host) {
        String relative = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return IDN.toASCII(relative).toLowerCase(Locale.ROOT);
    }
}
