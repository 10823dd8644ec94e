package rondo.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rondo.Rondo;

/// How many other tasks a scenario has, and how long each piece of work takes.
record Variant(int companions, Duration pace) {
    static List<Variant> all() {
        var all = new ArrayList<Variant>();
        for (int companions = 1; companions <= 4; companions++) {
            for (int millis = 0; millis <= 2; millis++) {
                all.add(new Variant(companions, Duration.ofMillis(millis)));
            }
        }
        return all;
    }

    /// {@return those with one other task}
    static List<Variant> small() {
        return all().stream().filter(variant -> variant.companions == 1).toList();
    }

    void work() {
        Rondo.sleep(pace);
    }

    @Override
    public String toString() {
        return companions + " companions, " + pace.toMillis() + " ms";
    }
}
