package rondo.net;

/// Whether a server asks its clients for a certificate.
public enum ClientCertificate {
    /// It does not ask.
    NONE,
    /// It asks, and takes those who show none.
    WANTED,
    /// It refuses who shows none.
    NEEDED
}
