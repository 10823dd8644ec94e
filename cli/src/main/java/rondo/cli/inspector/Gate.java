package rondo.cli.inspector;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rondo.cli.inspector.Verdict.Refused;

/// Decides what a request gets: a function of the request alone, which reads nothing and changes nothing.
///
/// It stands against pages of other sites that the same browser shows (rebound names, forged forms, guessed
/// tokens), and against other users of the machine, who can reach the port but do not know the token.
///
/// @param port where the server listens
/// @param files the paths of the page's files
record Gate(int port, Tokens tokens, Set<String> files) {
    /// The header that carries the token: another site's page cannot send it without asking first.
    static final String TOKEN = "rondo-token";

    /// The longest body: `{"id":7}`.
    static final int BODY_LIMIT = 64;

    private static final int HEADER_LIMIT = 64;
    private static final int HEADER_LENGTH_LIMIT = 8_192;
    private static final int HTTP_PORT = 80;
    private static final String CANCEL = "/api/cancel";
    private static final Pattern LOOK = Pattern.compile("/api/look\\?after=(-1|\\d{1,18})");
    private static final Pattern STACK = Pattern.compile("/api/stack\\?id=(\\d{1,18})");
    private static final Pattern BODY = Pattern.compile("\\{\"id\":(\\d{1,18})}");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    /// {@return what the request gets}
    Verdict judge(ClientRequest request) {
        Verdict wanted = wanted(request.target());
        Refused refusal = size(request);
        if (refusal == null) {
            refusal = site(request);
        }
        if (refusal == null) {
            refusal = form(request, wanted);
        }
        if (refusal == null) {
            refusal = token(request, wanted);
        }
        return refusal == null ? wanted : refusal;
    }

    private Verdict wanted(String target) {
        Matcher look = LOOK.matcher(target);
        Matcher stack = STACK.matcher(target);
        if (files.contains(target)) {
            return new Verdict.File(target);
        } else if (look.matches()) {
            return new Verdict.Look(Long.parseLong(look.group(1)));
        } else if (stack.matches()) {
            return new Verdict.Stack(Long.parseLong(stack.group(1)));
        } else if (target.equals(CANCEL)) {
            return new Verdict.Cancel();
        } else {
            return new Refused(404, "there is nothing under this address");
        }
    }

    private static @Nullable Refused size(ClientRequest request) {
        return request.headerCount() > HEADER_LIMIT || request.headerLength() > HEADER_LENGTH_LIMIT
                ? new Refused(431, "the headers are longer than any that the page sends")
                : null;
    }

    /// Only a page that this server served may ask, under a name that nobody can point elsewhere.
    private @Nullable Refused site(ClientRequest request) {
        String host = request.only("host");
        if (host == null || !hosts().contains(host)) {
            return new Refused(
                    403, "the Host header does not name this server by 127.0.0.1 or localhost, with its port");
        }
        boolean changes = !request.method().equals("GET");
        String origin = request.only("origin");
        if ((changes || request.has("origin")) && !("http://" + host).equals(origin)) {
            return new Refused(403, "the Origin header does not name this server's own page");
        }
        String fetchSite = request.only("sec-fetch-site");
        if (request.has("sec-fetch-site") && !"same-origin".equals(fetchSite) && !"none".equals(fetchSite)) {
            return new Refused(403, "another site's page may not ask");
        }
        return null;
    }

    private List<String> hosts() {
        List<String> hosts = List.of("127.0.0.1:" + port, "localhost:" + port);
        return port == HTTP_PORT ? List.of(hosts.getFirst(), hosts.getLast(), "127.0.0.1", "localhost") : hosts;
    }

    private static @Nullable Refused form(ClientRequest request, Verdict wanted) {
        if (wanted instanceof Refused refused) {
            return refused;
        }
        String method = wanted instanceof Verdict.Cancel ? "POST" : "GET";
        if (!request.method().equals(method)) {
            return new Refused(405, "this address takes another method");
        }
        if (request.has("upgrade")) {
            return new Refused(400, "this server speaks no other protocol than HTTP");
        }
        return wanted instanceof Verdict.Cancel ? body(request) : noBody(request);
    }

    private static @Nullable Refused noBody(ClientRequest request) {
        return request.has("transfer-encoding") || request.has("content-length")
                ? new Refused(400, "this address takes no body")
                : null;
    }

    private static @Nullable Refused body(ClientRequest request) {
        if (!"application/json".equals(request.only("content-type"))) {
            return new Refused(415, "the body must be application/json");
        }
        String length = request.only("content-length");
        if (length == null
                || request.has("transfer-encoding")
                || !LENGTH.matcher(length).matches()) {
            return new Refused(411, "the body needs a length");
        }
        return Long.parseLong(length) > BODY_LIMIT
                ? new Refused(413, "the body is longer than " + BODY_LIMIT + " bytes")
                : null;
    }

    private @Nullable Refused token(ClientRequest request, Verdict wanted) {
        if (wanted instanceof Verdict.File) {
            return null;
        }
        String token = request.only(TOKEN);
        if (token == null || !tokens.permitsRead(token)) {
            return new Refused(401, "the token is missing or wrong; use the address that was printed at the start");
        }
        return wanted instanceof Verdict.Cancel && !tokens.permitsWrite(token)
                ? new Refused(403, "this token permits looking only")
                : null;
    }

    /// {@return the task that the body of a [Verdict.Cancel] names, or -1}
    static long task(String body) {
        Matcher form = BODY.matcher(body);
        return form.matches() ? Long.parseLong(form.group(1)) : -1;
    }
}
