package rondo.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rondo.Rondo;
import rondo.loop.CarrierChoice;
import rondo.loop.LoopOptions;
import rondo.observe.Recorder;
import rondo.task.Runner;

/// `bench/run NAME WORKLOAD [N]`: runs one workload and prints one line of JSON, as the other peers of the kit
/// do. `bench/run NAME serve streams|raw|floor`: an echo server, for their load client.
public final class Bench {
    private static final int USAGE = 2;
    private static final int MANY = 1_000_000;
    private static final int ASKED = 100_000;
    private static final int SIMULATED = 40_000;
    private static final int SIMULATED_ROUNDS = 8;
    private static final int RECORDED_PAIRS = 30;

    private static final String TRACED = "rondo-traced";

    private static final Map<String, CarrierChoice> CARRIERS =
            Map.of("rondo", CarrierChoice.DIRECT, TRACED, CarrierChoice.DIRECT, "rondo-baton", CarrierChoice.BATON);

    private Bench() {}

    /// Runs it.
    ///
    /// @param arguments the peer's name, the workload, and how many operations a round has; the variable
    /// `ROUNDS` says how many rounds
    /// @throws Exception if the workload fails
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2 || arguments.length > 3) {
            refuse("usage: bench/run NAME WORKLOAD [N], or bench/run NAME serve streams|raw|floor");
        }
        CarrierChoice carrier = CARRIERS.get(arguments[0]);
        if (carrier == null) {
            refuse("unknown name '" + arguments[0]
                    + "'; use rondo (direct carrier), rondo-traced (recorded) or rondo-baton");
            return;
        }
        run(
                arguments[0],
                LoopOptions.defaults().withCarrier(carrier),
                arguments[1],
                arguments.length == 3 ? arguments[2] : null);
    }

    private static void run(String peer, LoopOptions options, String id, @Nullable String operations) throws Exception {
        switch (id) {
            case "serve" -> serve(options, operations);
            case "start" -> Rondo.run(options, () -> {});
            case "parked" -> System.out.println(Parked.measure(peer, options, number(operations, MANY)));
            case "asked" -> System.out.println(Asked.measure(peer, options, number(operations, ASKED)));
            case "simulated" ->
                System.out.println(Simulated.measure(
                        peer, options.carrier(), number(operations, SIMULATED), rounds(SIMULATED_ROUNDS)));
            case "recorded" ->
                System.out.println(Recorded.measure(
                        peer, options, number(operations, Workload.SWITCH1K.operations), rounds(RECORDED_PAIRS)));
            default -> measure(peer, options, id, operations);
        }
    }

    private static void measure(String peer, LoopOptions options, String id, @Nullable String operations)
            throws Exception {
        Workload workload = Workload.of(id);
        if (workload == null) {
            refuse("unknown workload '" + id + "'; use one of " + known());
            return;
        }
        int n = number(operations, workload.operations);
        try (var runner = new Runner(options)) {
            if (peer.equals(TRACED)) {
                Recorder.on(runner.loop());
            }
            System.out.println(
                    Harness.measure(peer, id, n, rounds(workload.rounds), () -> runner.run(() -> workload.run(n))));
        }
    }

    private static int rounds(int otherwise) {
        return number(System.getenv("ROUNDS"), otherwise);
    }

    private static int number(@Nullable String text, int otherwise) {
        return text == null ? otherwise : Integer.parseInt(text);
    }

    /// Runs a server for ever; it prints `PORT N`.
    private static void serve(LoopOptions options, @Nullable String kind) throws IOException {
        switch (String.valueOf(kind)) {
            case "streams" -> Rondo.run(options, EchoServer::serve);
            case "raw" -> Rondo.run(options, RawEchoServer::serve);
            case "floor" -> FloorEchoServer.serve();
            default -> refuse("unknown server '" + kind + "'; use serve streams, serve raw or serve floor");
        }
    }

    private static String known() {
        return Arrays.stream(Workload.values()).map(Workload::id).collect(Collectors.joining(" "))
                + " start parked asked simulated recorded";
    }

    private static void refuse(String why) {
        System.err.println("bench: " + why);
        System.exit(USAGE);
    }
}
