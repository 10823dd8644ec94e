import static rondo.Rondo.createTask;
import static rondo.Rondo.sleep;
import static rondo.Rondo.taskGroup;
import static rondo.Rondo.waitFor;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import rondo.sync.Lock;
import rondo.task.Future;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationCommand;

/// A bank behind a network that is slow now and then, and clients that ask again where no answer has come in time.
/// An answer that comes too late means that the money moves twice; the corrected bank knows each request by its number.
///
/// Try `--seeds 10000`, then `--replay SEED` with what it finds, then `--fixed --seeds 100000`.
class Transfer {
    private static final int CLIENTS = 3;
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Simulation world;
    private final RandomGenerator network;
    private final boolean fixed;
    private final Lock ledger = new Lock();
    private final Set<Integer> done = new HashSet<>();
    private int moved;

    private Transfer(Simulation world, boolean fixed) {
        this.world = world;
        this.network = world.random("network");
        this.fixed = fixed;
    }

    static void main(String[] arguments) {
        var command = SimulationCommand.of("./rondo run examples/sim/Transfer.java", arguments);
        boolean fixed = command.flag("--fixed");
        System.exit(command.run(world -> new Transfer(world, fixed).program()));
    }

    private void program() {
        var acknowledged = new int[1];
        taskGroup(group -> {
            for (int i = 1; i <= CLIENTS; i++) {
                int request = i;
                group.createTask("client-" + i, () -> acknowledged[0] += client(request) ? 1 : 0);
            }
        });
        world.runUntilIdle(); // messages that are still under way
        if (moved < acknowledged[0] || moved > CLIENTS) {
            throw new AssertionError(CLIENTS + " transfers, " + acknowledged[0] + " acknowledged, " + moved + " booked");
        }
    }

    private boolean client(int request) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                waitFor(call(request), PATIENCE);
                return true;
            } catch (TimeoutException e) {
                world.trail().add("no answer to request " + request + ", attempt " + attempt);
            }
        }
        return false;
    }

    /// Sends a request; the answer is on its way back when the future is done.
    private Future<Boolean> call(int request) {
        var answer = new Future<Boolean>();
        createTask(() -> {
            travel();
            transfer(request);
            travel();
            if (!answer.done()) {
                answer.setResult(true);
            }
        });
        return answer;
    }

    private void transfer(int request) {
        try (var _ = ledger.hold()) {
            sleep(Duration.ofMillis(2));
            if (!fixed || done.add(request)) {
                moved++;
                world.trail().add("books request " + request);
            }
        }
    }

    /// Mostly quick; one message in a hundred is slow.
    private void travel() {
        sleep(Duration.ofMillis(network.nextInt(100) == 0 ? 90 : 1 + network.nextInt(5)));
    }
}
