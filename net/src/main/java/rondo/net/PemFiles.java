package rondo.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLKeyException;

/// Certificates and keys from PEM files. The JDK reads what is in a block; here is which block, and what to say when
/// it is not there.
final class PemFiles {
    private PemFiles() {}

    /// {@return the certificates of a file, in its order, at least one}
    static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        List<Pem> blocks = Pem.blocks(text(file), file.toString());
        for (Pem block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw missing(file.toString(), "CERTIFICATE", blocks);
        }
        return certificates;
    }

    static PrivateKey key(Path file) throws IOException {
        return PrivateKeys.read(text(file), file.toString());
    }

    static SSLKeyException missing(String file, String label, List<Pem> blocks) {
        return new SSLKeyException(file + " has no block " + label
                + (blocks.isEmpty()
                        ? ", nor any other: it is no PEM file"
                        : "; it has " + blocks.stream().map(Pem::label).toList()));
    }

    private static X509Certificate certificate(Pem block) throws SSLKeyException {
        byte[] der = block.der();
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw block.garbled(e);
        }
    }

    /// In Latin 1, so that a file of another kind is told by what it lacks.
    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            var missing = new NoSuchFileException(
                    file.toString(), null, "there is no such file; a certificate or its key was to be read from it");
            missing.initCause(e);
            throw missing;
        }
    }
}
