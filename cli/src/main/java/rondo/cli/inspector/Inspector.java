package rondo.cli.inspector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import tools.jackson.jr.ob.JSON;

/// The server of the inspector page: on 127.0.0.1 only, behind a [Gate].
public final class Inspector implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 16;
    private static final int MOST_THREADS = 16; // a client more finds its connection closed
    private static final int IDLE_SECONDS = 10;

    private final Map<String, Assets.Asset> assets = new Assets().byPath();
    private final Tokens tokens;
    private final Looks looks;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Gate gate;

    private Inspector(Source source, Duration every, boolean writable, int port) throws IOException {
        this.tokens = Tokens.random(writable);
        this.looks = new Looks(source, every, System::nanoTime);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        this.gate = new Gate(server.getAddress().getPort(), tokens, assets.keySet());
        ThreadFactory daemons =
                Thread.ofPlatform().daemon().name("rondo-inspector-", 0).factory();
        this.threads = new ThreadPoolExecutor(
                0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
    }

    /// Starts to serve.
    ///
    /// @param source whom to ask
    /// @param every how old what a client is shown may be
    /// @param writable whether there is a token that permits cancelling
    /// @param port where; 0 for one that is free
    /// @throws IOException if the port is taken
    public static Inspector start(Source source, Duration every, boolean writable, int port)
            throws IOException, InterruptedException {
        var inspector = new Inspector(source, every, writable, port);
        inspector.server.setExecutor(inspector.threads);
        inspector.server.createContext("/", inspector::handle);
        // the server's own thread would keep the program alive, and inherits whether it does
        Thread.ofPlatform()
                .daemon()
                .name("rondo-inspector")
                .start(inspector.server::start)
                .join();
        return inspector;
    }

    /// {@return the address to open in a browser, with a token that permits cancelling where there is one} The
    /// token stands in the fragment, which a browser sends to nobody.
    public String address() {
        String token = tokens.write().isEmpty() ? "read=" + tokens.read() : "write=" + tokens.write();
        return "http://127.0.0.1:" + gate.port() + "/#" + token;
    }

    /// {@return the same, with a token that permits looking only}
    public String readAddress() {
        return "http://127.0.0.1:" + gate.port() + "/#read=" + tokens.read();
    }

    Tokens tokens() {
        return tokens;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new ClientRequest(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders());
            answer(gate.judge(request), exchange).send(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is closed
        }
    }

    private Answer answer(Verdict verdict, HttpExchange exchange) throws IOException, InterruptedException {
        return switch (verdict) {
            case Verdict.File file -> Answer.of(Objects.requireNonNull(assets.get(file.path())));
            case Verdict.Look look -> look(look.after());
            case Verdict.Stack stack -> reply(looks.ask("stack " + stack.task()));
            case Verdict.Cancel _ -> cancel(exchange);
            case Verdict.Refused refused -> Answer.of(refused);
        };
    }

    private Answer look(long after) throws InterruptedException {
        Looks.Look latest = looks.latest();
        return latest.number() == after ? Answer.nothingNew() : Answer.json(latest.body());
    }

    private Answer cancel(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readNBytes(Gate.BODY_LIMIT);
        long task = Gate.task(new String(body, StandardCharsets.UTF_8));
        return task < 0
                ? Answer.of(new Verdict.Refused(400, "the body is not {\"id\":NUMBER}"))
                : reply(looks.ask("cancel " + task));
    }

    private static Answer reply(Source.Reply reply) {
        return Answer.json(
                reply.refusal().isEmpty() ? reply.json() : JSON.std.asString(Map.of("refusal", reply.refusal())));
    }

    /// Stops to serve, at once.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
