package rondo.net;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.net.ssl.SSLKeyException;
import org.jspecify.annotations.Nullable;

/// Private keys from PEM files (PKCS #8, RFC 5958), and whether one belongs to a certificate.
final class PrivateKeys {
    /// A PKCS #8 key says what it is, but the JDK has to be asked for each kind.
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    private static final String CONVERT = "openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out KEY8.pem";

    private PrivateKeys() {}

    /// {@return the first private key of a text}
    ///
    /// @param text the file's content
    /// @param where what to call the file in an error
    /// @throws SSLKeyException if there is none that can be read
    static PrivateKey read(String text, String where) throws SSLKeyException {
        List<Pem> blocks = Pem.blocks(text, where);
        for (Pem block : blocks) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return decoded(block);
            }
        }
        throw PemFiles.missing(where, "PRIVATE KEY", blocks);
    }

    private static PrivateKey decoded(Pem block) throws SSLKeyException {
        return switch (block.label()) {
            case "PRIVATE KEY" -> ofAnyKind(block);
            case "ENCRYPTED PRIVATE KEY" -> throw unusable(block, "is encrypted");
            case "RSA PRIVATE KEY" -> throw unusable(block, "is of the older form PKCS #1");
            case "EC PRIVATE KEY" -> throw unusable(block, "is of the older form SEC 1");
            default -> throw unusable(block, "(" + block.label() + ") is of an unknown form");
        };
    }

    private static SSLKeyException unusable(Pem block, String why) {
        return new SSLKeyException("the private key in " + block.where() + " " + why
                + "; what can be read is unencrypted PKCS #8 (BEGIN PRIVATE KEY), which this makes of it: " + CONVERT);
    }

    private static PrivateKey ofAnyKind(Pem block) throws SSLKeyException {
        var encoded = new PKCS8EncodedKeySpec(block.der());
        InvalidKeySpecException failure = null;
        for (String kind : KINDS) {
            try {
                return factory(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) { // of another kind, or of none
                failure = failure == null ? e : failure;
            }
        }
        throw unknownKind(block, failure);
    }

    private static SSLKeyException unknownKind(Pem block, @Nullable Exception cause) {
        var failure = new SSLKeyException(
                "the private key in " + block.where() + " is garbled, or of none of the kinds " + KINDS);
        failure.initCause(cause);
        return failure;
    }

    private static KeyFactory factory(String kind) {
        try {
            return KeyFactory.getInstance(kind);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no keys of the kind " + kind, e);
        }
    }

    /// {@return whether the two halves belong together: what the one signs, the other verifies}
    static boolean belongTogether(PrivateKey own, PublicKey certified) {
        try {
            Signature signature = Signature.getInstance(signatureFor(own));
            byte[] message = {1, 2, 3};
            signature.initSign(own);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // of different kinds, or of different lengths
        }
    }

    private static String signatureFor(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm(); // EdDSA signs by its own name
        };
    }
}
