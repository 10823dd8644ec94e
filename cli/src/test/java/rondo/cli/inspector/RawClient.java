package rondo.cli.inspector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A client that sends bytes as they are.
///
/// @param port of the server on 127.0.0.1
record RawClient(int port) {
    private static final int DEADLINE_MILLIS = 120_000;

    /// Sends a text, ends the sending side, and reads until the server ends its own.
    ///
    /// @return what came back; what came before the connection broke if it did
    String send(String text) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            var answer = new StringBuilder();
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();
                byte[] piece = new byte[1 << 16];
                for (int n = socket.getInputStream().read(piece);
                        n >= 0;
                        n = socket.getInputStream().read(piece)) {
                    answer.append(new String(piece, 0, n, StandardCharsets.ISO_8859_1));
                }
            } catch (SocketException _) {
                // the server does not read on: it has refused
            }
            return answer.toString();
        }
    }

    /// {@return the status of an answer; 0 if the connection ended without one}
    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }
}
