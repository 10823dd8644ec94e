package rondo.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/// A page of a browser, over Chrome's DevTools protocol: commands with numbered replies, and events.
final class DevTools implements WebSocket.Listener {
    private static final int DEADLINE_SECONDS = 120;

    private final Map<Integer, CompletableFuture<Map<String, Object>>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final BiConsumer<String, Map<?, ?>> events;
    private final StringBuilder message = new StringBuilder(); // one call of onText at a time
    private final WebSocket socket;

    /// @param events is given the name and the parameters of each event, on any thread, one at a time
    DevTools(HttpClient client, URI page, BiConsumer<String, Map<?, ?>> events) {
        this.events = events;
        this.socket = client.newWebSocketBuilder().buildAsync(page, this).join();
    }

    /// Sends a command and waits for its result.
    Map<String, Object> call(String method, Map<String, ?> parameters) {
        int mine = number.incrementAndGet();
        var reply = new CompletableFuture<Map<String, Object>>();
        waiting.put(mine, reply);
        socket.sendText(JSON.std.asString(Map.of("id", mine, "method", method, "params", parameters)), true)
                .join();
        try {
            return reply.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the browser has not done " + method + " " + parameters, e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            receive(JSON.std.mapFrom(message.toString()));
            message.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        fail(new IllegalStateException("the browser has closed the connection: " + status + " " + reason));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        fail(error);
    }

    private void fail(Throwable error) {
        waiting.values().forEach(reply -> reply.completeExceptionally(error));
    }

    private void receive(Map<String, Object> received) {
        if (received.get("id") instanceof Integer id) {
            var reply = Objects.requireNonNull(waiting.remove(id));
            if (received.get("error") instanceof Map<?, ?> error) {
                reply.completeExceptionally(new IllegalStateException(String.valueOf(error.get("message"))));
            } else {
                reply.complete(object(received.get("result")));
            }
        } else {
            events.accept(String.valueOf(received.get("method")), object(received.get("params")));
        }
    }

    @SuppressWarnings("unchecked") // every object of JSON has strings for names
    static Map<String, Object> object(@Nullable Object json) {
        return (Map<String, Object>) Objects.requireNonNull(json);
    }
}
