package rondo.cli.inspector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A request that must not be served, and the status that says so.
///
/// In its text `PORT`, `READ` and `WRITE` stand for the server's port and tokens.
///
/// @param headers each as it is sent: `Name: value`
record Attack(String name, int status, String method, String target, List<String> headers, String body) {
    private static final String HOST = "Host: 127.0.0.1:PORT";
    private static final String TOKEN = "Rondo-Token: WRITE";
    private static final String ORIGIN = "Origin: http://127.0.0.1:PORT";
    private static final String TYPE = "Content-Type: application/json";
    private static final String LOOK = "/api/look?after=-1";
    private static final String BODY = "{\"id\":1}";

    static Stream<Attack> all() {
        return Stream.of(hosts(), origins(), methods(), tokens(), paths(), forgeries(), sizes())
                .flatMap(each -> each);
    }

    /// The client knows the token: whoever can point a name at 127.0.0.1 may have got it from somewhere.
    private static Stream<Attack> hosts() {
        Stream<Attack> spellings = Stream.of(
                        "evil.example",
                        "evil.example:PORT",
                        "127.0.0.1.evil.example:PORT",
                        "localhost.evil.example:PORT",
                        "localtest.me:PORT",
                        "0177.0.0.1:PORT",
                        "017700000001:PORT",
                        "0x7f.0.0.1:PORT",
                        "0x7f000001:PORT",
                        "2130706433:PORT",
                        "127.1:PORT",
                        "127.0.1:PORT",
                        "127.000.000.001:PORT",
                        "127.0.0.2:PORT",
                        "0.0.0.0:PORT",
                        "0:PORT",
                        "[::1]:PORT",
                        "[::]:PORT",
                        "[::ffff:127.0.0.1]:PORT",
                        "[::ffff:7f00:1]:PORT",
                        "localhost6:PORT",
                        "ip6-localhost:PORT",
                        "localhost.localdomain:PORT",
                        "localhost.:PORT",
                        "127.0.0.1.:PORT",
                        "LOCALHOST:PORT",
                        "127.0.0.1",
                        "localhost",
                        "127.0.0.1:1",
                        "127.0.0.1:80",
                        "127.0.0.1:0PORT",
                        "127.0.0.1:PORT:PORT",
                        "127.0.0.1:PORT@evil.example",
                        "user@127.0.0.1:PORT",
                        "127.0.0.1:PORT/",
                        "127.0.0.1:PORT, evil.example",
                        "１２７.0.0.1:PORT",
                        "")
                .map(host -> get("Host '" + host + "'", 403, LOOK, "Host: " + host, TOKEN));
        return Stream.concat(
                spellings,
                Stream.of(
                        get("no Host", 403, LOOK, TOKEN),
                        get("two Hosts", 403, LOOK, HOST, "Host: evil.example", TOKEN),
                        get("the same Host twice", 403, LOOK, HOST, HOST, TOKEN),
                        get(
                                "X-Forwarded-Host instead",
                                403,
                                LOOK,
                                "Host: evil.example",
                                "X-Forwarded-Host: 127.0.0.1:PORT",
                                TOKEN),
                        get("a rebound name for the page itself", 403, "/", "Host: evil.example:PORT")));
    }

    private static Stream<Attack> origins() {
        Stream<Attack> others = Stream.of(
                        "http://evil.example",
                        "http://evil.example:PORT",
                        "null",
                        "http://127.0.0.1",
                        "http://127.0.0.1:1",
                        "http://localhost:PORT",
                        "https://127.0.0.1:PORT",
                        "http://127.0.0.1:PORT.evil.example",
                        "http://127.0.0.1:PORT/",
                        "http://127.0.0.1:PORT http://evil.example",
                        "chrome-extension://abcdefghijklmnop",
                        "file://",
                        "")
                .map(origin -> get("Origin '" + origin + "'", 403, LOOK, HOST, TOKEN, "Origin: " + origin));
        return Stream.concat(
                others,
                Stream.of(
                        get("two Origins", 403, LOOK, HOST, TOKEN, ORIGIN, "Origin: http://evil.example"),
                        get("a script of another site", 403, LOOK, HOST, TOKEN, "Sec-Fetch-Site: cross-site"),
                        get("a page of another port", 403, "/", HOST, "Sec-Fetch-Site: same-site"),
                        get(
                                "a WebSocket of another site",
                                403,
                                LOOK,
                                HOST,
                                TOKEN,
                                "Origin: http://evil.example",
                                "Upgrade: websocket",
                                "Connection: Upgrade"),
                        get(
                                "a WebSocket of the page",
                                400,
                                LOOK,
                                HOST,
                                TOKEN,
                                ORIGIN,
                                "Upgrade: websocket",
                                "Connection: Upgrade"),
                        post("a POST without Origin", 403, HOST, TOKEN, TYPE),
                        post("a POST of Origin null", 403, HOST, TOKEN, TYPE, "Origin: null"),
                        post("a POST of another site", 403, HOST, TOKEN, TYPE, "Origin: http://evil.example")));
    }

    private static Stream<Attack> methods() {
        Stream<Attack> on = Stream.of("POST", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "OPTIONS", "get", "PROPFIND")
                .map(method -> new Attack(method, 405, method, LOOK, List.of(HOST, TOKEN, ORIGIN), ""));
        return Stream.concat(
                on,
                Stream.of(
                        new Attack(
                                "a preflight",
                                403,
                                "OPTIONS",
                                "/api/cancel",
                                List.of(
                                        HOST,
                                        "Origin: http://evil.example",
                                        "Access-Control-Request-Method: POST",
                                        "Access-Control-Request-Headers: rondo-token",
                                        "Access-Control-Request-Private-Network: true"),
                                ""),
                        get("cancel by GET", 405, "/api/cancel", HOST, TOKEN),
                        new Attack("POST to the page", 405, "POST", "/", List.of(HOST, ORIGIN), "")));
    }

    private static Stream<Attack> tokens() {
        return Stream.of(
                get("no token", 401, LOOK, HOST),
                get("an empty token", 401, LOOK, HOST, "Rondo-Token:"),
                get("half a token", 401, LOOK, HOST, "Rondo-Token: HALF"),
                get("a longer token", 401, LOOK, HOST, "Rondo-Token: READ0"),
                get("a token in capitals", 401, LOOK, HOST, "Rondo-Token: UPPER"),
                get("another token", 401, LOOK, HOST, "Rondo-Token: 00000000000000000000000000000000"),
                get("a token twice", 401, LOOK, HOST, TOKEN, TOKEN),
                get("two tokens in one", 401, LOOK, HOST, "Rondo-Token: READ, WRITE"),
                get("a token in the query", 404, LOOK + "&token=READ", HOST),
                get("a token in the path", 404, "/READ", HOST),
                get("a token in Referer", 401, LOOK, HOST, "Referer: http://127.0.0.1:PORT/?read=READ"),
                get("a token in a cookie", 401, LOOK, HOST, "Cookie: Rondo-Token=READ; rondo-token=READ"),
                get("a token as a password", 401, LOOK, HOST, "Authorization: Bearer READ"),
                get("a stack without a token", 401, "/api/stack?id=1", HOST),
                post("cancel without a token", 401, HOST, ORIGIN, TYPE),
                post("cancel with the token for looking", 403, HOST, ORIGIN, TYPE, "Rondo-Token: READ"));
    }

    private static Stream<Attack> paths() {
        return Stream.of(
                        "/../../../etc/passwd",
                        "/..",
                        "/./",
                        "/%2e%2e/%2e%2e/etc/passwd",
                        "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                        "/..%5c..%5cwindows",
                        "/..;/inspector.js",
                        "/inspector.js%00.css",
                        "/inspector.js/",
                        "/inspector.js?",
                        "/inspector.js?x=1",
                        "/INSPECTOR.JS",
                        "//",
                        "//evil.example/",
                        "//inspector.js",
                        "/%69nspector.js",
                        "/inspector.html",
                        "/rondo/cli/Cli.class",
                        "/META-INF/MANIFEST.MF",
                        "/META-INF/resources/webjars/uplot/1.6.30/package.json",
                        "/?",
                        "/?token=READ",
                        "/api",
                        "/api/",
                        "/api/look",
                        "/api/look?after=",
                        "/api/look?after=x",
                        "/api/look?after=-2",
                        "/api/look?after=1&after=2",
                        "/api/look?after=99999999999999999999",
                        "/api/stack?id=-1",
                        "/api/stack?id=1%0acancel%201",
                        "/api/stack?id=1%20",
                        "/api/stack?id=1%00",
                        "/api/cancel?id=1",
                        "/api/look/../cancel",
                        "http://evil.example/",
                        "http://127.0.0.1:PORT/")
                .map(target -> get("the path " + target, 404, target, HOST, TOKEN));
    }

    /// What a form or a script of another site can send without being asked, and what may be read in two ways.
    private static Stream<Attack> forgeries() {
        return Stream.of(
                post("a form", 415, HOST, ORIGIN, TOKEN, "Content-Type: application/x-www-form-urlencoded"),
                post("a form in parts", 415, HOST, ORIGIN, TOKEN, "Content-Type: multipart/form-data; boundary=x"),
                post("a text", 415, HOST, ORIGIN, TOKEN, "Content-Type: text/plain"),
                post("no type", 415, HOST, ORIGIN, TOKEN),
                post("two types", 415, HOST, ORIGIN, TOKEN, TYPE, "Content-Type: text/plain"),
                post(
                        "JSON with a parameter",
                        415,
                        HOST,
                        ORIGIN,
                        TOKEN,
                        "Content-Type: application/json; charset=utf-7"),
                new Attack(
                        "another method in a header",
                        405,
                        "GET",
                        "/api/cancel",
                        List.of(HOST, ORIGIN, TOKEN, "X-HTTP-Method-Override: POST"),
                        ""),
                new Attack("a GET with a body", 400, "GET", LOOK, List.of(HOST, TOKEN, "Content-Length: 8"), BODY),
                new Attack(
                        "a GET in chunks",
                        400,
                        "GET",
                        LOOK,
                        List.of(HOST, TOKEN, "Transfer-Encoding: chunked"),
                        "0\r\n\r\n"),
                new Attack(
                        "a body in chunks",
                        411,
                        "POST",
                        "/api/cancel",
                        List.of(HOST, ORIGIN, TOKEN, TYPE, "Transfer-Encoding: chunked"),
                        "8\r\n" + BODY + "\r\n0\r\n\r\n"),
                new Attack(
                        "a body with two lengths",
                        411,
                        "POST",
                        "/api/cancel",
                        List.of(HOST, ORIGIN, TOKEN, TYPE, "Content-Length: 8", "Content-Length: 9"),
                        BODY),
                new Attack(
                        "a negative length",
                        411,
                        "POST",
                        "/api/cancel",
                        List.of(HOST, ORIGIN, TOKEN, TYPE, "Content-Length: -8"),
                        BODY),
                new Attack(
                        "a length and chunks",
                        411,
                        "POST",
                        "/api/cancel",
                        List.of(HOST, ORIGIN, TOKEN, TYPE, "Content-Length: 8", "Transfer-Encoding: chunked"),
                        "0\r\n\r\n"));
    }

    private static Stream<Attack> sizes() {
        String[] many = Stream.concat(
                        Stream.of(HOST, TOKEN),
                        Stream.iterate(0, i -> i + 1).limit(70).map(i -> "X-" + i + ": x"))
                .toArray(String[]::new);
        return Stream.of(
                get("a long header", 431, LOOK, HOST, TOKEN, "X-Long: " + "x".repeat(9_000)),
                get("a long name", 431, LOOK, HOST, TOKEN, "X" + "x".repeat(9_000) + ": 1"),
                get("a long token", 431, LOOK, HOST, "Rondo-Token: " + "0".repeat(9_000)),
                get("many headers", 431, LOOK, many),
                get("a long path", 404, "/" + "x".repeat(9_000), HOST, TOKEN),
                new Attack(
                        "a long body",
                        413,
                        "POST",
                        "/api/cancel",
                        List.of(HOST, ORIGIN, TOKEN, TYPE, "Content-Length: 100000"),
                        "x".repeat(100_000)),
                new Attack(
                        "a body said to be huge",
                        413,
                        "POST",
                        "/api/cancel",
                        List.of(HOST, ORIGIN, TOKEN, TYPE, "Content-Length: 999999999999999999"),
                        BODY));
    }

    private static Attack get(String name, int status, String target, String... headers) {
        return new Attack(name, status, "GET", target, List.of(headers), "");
    }

    private static Attack post(String name, int status, String... headers) {
        var all = new ArrayList<>(Arrays.asList(headers));
        all.add("Content-Length: " + BODY.length());
        return new Attack(name, status, "POST", "/api/cancel", all, BODY);
    }

    private static String filled(String text, int port, Tokens tokens) {
        return text.replace("PORT", String.valueOf(port))
                .replace("READ", tokens.read())
                .replace("WRITE", tokens.write())
                .replace("HALF", tokens.read().substring(0, 16))
                .replace("UPPER", tokens.read().toUpperCase(Locale.ROOT));
    }

    /// {@return the request as the gate sees it}
    ClientRequest request(int port, Tokens tokens) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers) {
            String line = filled(header, port, tokens);
            int colon = line.indexOf(':');
            all.computeIfAbsent(line.substring(0, colon), any -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new ClientRequest(method, filled(target, port, tokens), all);
    }

    /// {@return the request as it goes over the wire}
    String wire(int port, Tokens tokens) {
        var text = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        return filled(text.append("\r\n").append(body).toString(), port, tokens);
    }

    @Override
    public String toString() {
        return name;
    }
}
