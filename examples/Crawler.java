// A crawler: follows the links of a small site on loopback, at most four requests at once, each page once.

import static rondo.Rondo.*;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import rondo.group.TaskGroup;

static final Pattern LINK = Pattern.compile("href='(/[0-9]+)'");
static final int PAGES = 40;

void main() throws Exception {
    HttpServer site = site();
    try (HttpClient client = HttpClient.newHttpClient()) {
        String root = "http://127.0.0.1:" + site.getAddress().getPort();
        var seen = new TreeMap<String, Integer>();
        var atOnce = run(() -> {
            var slots = semaphore(4);
            taskGroup(group -> visit(group, root, "/1", seen, client, slots));
            return 4;
        });
        IO.println(seen.size() + " pages, " + seen.values().stream().mapToInt(n -> n).sum() + " links, at most " + atOnce + " at once");
    } finally {
        site.stop(0);
    }
}

void visit(TaskGroup group, String root, String page, TreeMap<String, Integer> seen, HttpClient client, rondo.sync.Semaphore slots) {
    if (seen.putIfAbsent(page, 0) != null) {
        return;
    }
    group.createTask(page, () -> {
        String body;
        try (var _ = slots.hold()) {
            body = await(client.sendAsync(HttpRequest.newBuilder(URI.create(root + page)).build(), BodyHandlers.ofString())).body();
        }
        LINK.matcher(body).results().forEach(link -> {
            seen.merge(page, 1, Integer::sum);
            visit(group, root, link.group(1), seen, client, slots);
        });
    });
}

HttpServer site() throws Exception {
    HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", exchange -> {
        int page = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        byte[] body = "<a href='/%d'>next</a> <a href='/%d'>twice</a>".formatted(page % PAGES + 1, page * 2 % PAGES + 1).getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    });
    http.start();
    return http;
}
