package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.task.Task;

/// Long lines: everybody gets a turn, and nobody is left over.
final class WaitersTest {
    private static final int MANY = 1_000;

    /// So many that searching the line for each of them would last minutes.
    private static final int VERY_MANY = 200_000;

    private final ArrayList<Integer> trail = new ArrayList<>();

    @Test
    void longLineGoesOnInOrder() {
        run(() -> {
            var event = new Event();
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < MANY; i++) {
                int number = i;
                tasks.add(task(() -> {
                    event.await();
                    trail.add(number);
                }));
            }
            turn();

            event.set();
            tasks.forEach(Task::await);

            assertThat(trail).hasSize(MANY).isSorted();
            assertThat(event).hasToString("Event[set]");
        });
    }

    @Test
    void everySecondOneCancelledLeavesTheOthersInOrder() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < MANY; i++) {
                int number = i;
                tasks.add(task(() -> {
                    try (var _ = semaphore.hold()) {
                        trail.add(number);
                    }
                }));
            }
            turn();
            for (int i = 1; i < MANY; i += 2) {
                tasks.get(i).cancel();
            }

            semaphore.release();
            tasks.get(MANY - 2).await();

            assertThat(trail).hasSize(MANY / 2).isSorted().allMatch(number -> number % 2 == 0);
            assertThat(semaphore).hasToString("Semaphore[unlocked, value 1]");
        });
    }

    @Test
    @Timeout(60)
    void permitsGivenBackInOneStepWakeAsManyWithoutASearchForEach() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < VERY_MANY; i++) {
                tasks.add(task(semaphore::acquire));
            }
            turn();

            for (int i = 0; i < VERY_MANY; i++) {
                semaphore.release();
            }
            tasks.forEach(Task::await);

            assertThat(semaphore).hasToString("Semaphore[locked, value 0]");
        });
    }
}
