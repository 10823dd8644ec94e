package rondo.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import rondo.loop.EventLoop;

/// A kind of load, in stretches: how long each client took to be answered, or to be reset.
final class Phase {
    private final List<Long> answers = new ArrayList<>(); // ns
    private final List<Long> resets = new ArrayList<>(); // ns
    private long nanosBefore; // in earlier stretches
    private long begin;
    private int answersInTime;

    void begin() {
        begin = EventLoop.current().time();
    }

    boolean lasts(Duration time) {
        return stretchNanos() < time.toNanos();
    }

    long stretchNanos() {
        return EventLoop.current().time() - begin;
    }

    /// What is answered afterwards was not answered in time.
    void end() {
        nanosBefore += stretchNanos();
        answersInTime = answers.size();
    }

    void answered(long nanos) {
        answers.add(nanos);
    }

    void reset(long nanos) {
        resets.add(nanos);
    }

    int answers() {
        return answers.size();
    }

    int resets() {
        return resets.size();
    }

    double answersASecond() {
        return answersInTime * 1e9 / nanosBefore;
    }

    double answerMillis(double share) {
        return millis(answers, share);
    }

    double resetMillis(double share) {
        return millis(resets, share);
    }

    /// The time within which a share of them came: a quantile.
    private static double millis(List<Long> all, double share) {
        var sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e6;
    }
}
