package rondo.cli.inspector;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a client is told.
///
/// @param type the media type of the body
/// @param body empty for none
/// @param last whether the connection ends with it
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, String type, byte[] body, boolean last) {
    static final String JSON = "application/json";

    /// Nothing but what the page itself brings, from nowhere else, in no other page's frame, kept nowhere.
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=()");

    static Answer of(Assets.Asset file) {
        return new Answer(200, file.type(), file.bytes(), false);
    }

    static Answer json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(byte[] text) {
        return new Answer(200, JSON, text, false);
    }

    /// What the client has is the newest.
    static Answer nothingNew() {
        return new Answer(204, JSON, new byte[0], false);
    }

    static Answer of(Verdict.Refused refused) {
        byte[] why = (refused.why() + "\n").getBytes(StandardCharsets.UTF_8);
        return new Answer(refused.status(), "text/plain; charset=utf-8", why, true);
    }

    void send(HttpExchange exchange) throws IOException {
        HEADERS.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (last) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : body.length);
        if (!bare) {
            exchange.getResponseBody().write(body);
        }
    }
}
