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
import rondo.sync.Semaphore;

static final Pattern LINK = Pattern.compile("href='(/[0-9]+)'");
static final int PAGES = 40;

final TreeMap<String, Integer> links = new TreeMap<>(); // by page; no lock: one thing runs at a time
final HttpClient client = HttpClient.newHttpClient(); // ends with the program
HttpServer site;
int atOnce;
int mostAtOnce;

void main() throws Exception {
    site = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    site.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    site.createContext("/", exchange -> {
        int page = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        byte[] body = "<a href='/%d'>next</a> <a href='/%d'>twice</a>".formatted(page % PAGES + 1, page * 2 % PAGES + 1).getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    });
    site.start();
    run(() -> taskGroup(group -> visit(group, "/1", semaphore(4))));
    site.stop(0);
    IO.println(links.size() + " pages, " + links.values().stream().mapToInt(n -> n).sum() + " links, " + mostAtOnce + " at once");
}

void visit(TaskGroup group, String page, Semaphore slots) {
    if (links.putIfAbsent(page, 0) == null) {
        group.createTask(page, () -> LINK.matcher(fetch(page, slots)).results().forEach(link -> {
            links.merge(page, 1, Integer::sum);
            visit(group, link.group(1), slots);
        }));
    }
}

String fetch(String page, Semaphore slots) {
    try (var _ = slots.hold()) {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        var address = URI.create("http://127.0.0.1:" + site.getAddress().getPort() + page);
        return await(client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())).body();
    } finally {
        atOnce--;
    }
}
