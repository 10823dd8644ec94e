import static rondo.Rondo.*;

import java.time.Duration;
import java.util.List;
import rondo.sync.Queue;

/// What a first program is likely to use: run once to record which classes the start-up cache should hold.
void main(String[] arguments) {
    run(() -> {
        Queue<Integer> numbers = queue(2);
        var doubled = createTask(() -> {
            var sum = 0;
            for (var i = 0; i < 3; i++) {
                sum += 2 * numbers.get();
            }
            return sum;
        });
        for (var i = 0; i < 3; i++) {
            numbers.put(i);
        }
        List<Integer> values = gather(() -> 1, doubled, () -> {
            sleep(Duration.ofMillis(1));
            return 3;
        });
        IO.println(values);
        timeout(Duration.ofMillis(50), () -> sleep(Duration.ofMillis(1)));
    });
}
