package rondo.net;

import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;

/// The name that a client asks a server for (SNI, RFC 6066), on both sides.
final class ServerNames {
    private ServerNames() {}

    /// {@return what a client asks for: the host, unless that is an address, or no name that can be asked for}
    static List<SNIServerName> askedFor(String host) {
        if (Resolver.literal(host)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(CertificateNames.plain(host)));
        } catch (IllegalArgumentException e) { // an underscore, say: no server has a certificate for it
            return List.of();
        }
    }

    /// {@return what accepts one of some names}
    static SNIMatcher oneOf(List<String> names) {
        return new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
            @Override
            public boolean matches(SNIServerName asked) {
                try {
                    return CertificateNames.anyMatches(names, new SNIHostName(asked.getEncoded()).getAsciiName());
                } catch (IllegalArgumentException e) {
                    return false; // it is no name
                }
            }
        };
    }
}
