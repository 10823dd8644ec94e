// Broken: a task computes for seconds and never awaits, so that the ticker stands still meanwhile.
// The cure is toThread(() -> countPrimes(400_000)), or a sleep(Duration.ZERO) now and then.

import static rondo.Rondo.*;

import java.time.Duration;

int countPrimes(int below) {
    int count = 0;
    for (int n = 2; n < below; n++) {
        int divisor = 2;
        while (n % divisor != 0) { // up to n, where its root would do
            divisor++;
        }
        count += divisor == n ? 1 : 0;
    }
    return count;
}

void tick() {
    while (true) {
        sleep(Duration.ofMillis(100));
    }
}

void main() {
    run(() -> {
        createTask("ticker", () -> tick());
        createTask("primes", () -> IO.println(countPrimes(400_000) + " primes")).await();
    });
}
