package rondo.observe;

/// The deep dive's *event loop internals*, with what a recording has counted on its edges.
///
/// Every edge has its count; the poll's has the time spent in it, the runs' the rest of the time.
final class TickChart {
    private final Tally tally;
    private final long nanos;

    TickChart(Tally tally, long nanos) {
        this.tally = tally;
        this.nanos = nanos;
    }

    String mermaid() {
        return """
                flowchart TD
                    TICK["Event loop tick"] -->|"%d"| POLL["Poll for I/O events<br/>and other threads<br/>%d could wait,<br/>%s in all"]
                    POLL -->|"%d"| IO_DONE{"I/O completed?"}
                    IO_DONE -->|"Yes: %d"| WAKE["Move what is ready<br/>to the ready queue: %d"]
                    IO_DONE -->|"No: %d"| TIMERS["Check timers<br/>(sleep, timeout)"]
                    WAKE -->|"%d"| TIMERS
                    TIMERS -->|"%d"| EXPIRED{"Timers expired?"}
                    EXPIRED -->|"Yes: %d"| SCHEDULE["Schedule timer<br/>callbacks as ready: %d"]
                    EXPIRED -->|"No: %d"| READY{"Ready queue<br/>has tasks?"}
                    SCHEDULE -->|"%d"| READY
                    READY -->|"Yes: %d"| RUN["Run next callback<br/>(one at a time)<br/>%s in all"]
                    RUN -->|"%d"| CHECK_MORE{"More ready<br/>in this tick?"}
                    CHECK_MORE -->|"Yes: %d"| RUN
                    CHECK_MORE -->|"No: %d"| TICK
                    READY -->|"No: %d"| TICK
                    style TICK fill:#cc5de8,stroke:#9c36b5,color:#fff
                    style RUN fill:#51cf66,stroke:#27ae60,color:#fff
                    style POLL fill:#4a9eff,stroke:#2670c2,color:#fff
                    style WAKE fill:#ffd43b,stroke:#f59f00,color:#000
                """.formatted(
                        tally.ticks,
                        tally.waits,
                        Labels.time(tally.pollNanos),
                        tally.ticks,
                        tally.busyPolls,
                        tally.fromPolls,
                        tally.ticks - tally.busyPolls,
                        tally.busyPolls,
                        tally.ticks,
                        tally.timerTicks,
                        tally.timers,
                        tally.ticks - tally.timerTicks,
                        tally.timerTicks,
                        tally.runTicks,
                        Labels.time(Math.max(0, nanos - tally.pollNanos)),
                        tally.run,
                        tally.run - tally.runTicks,
                        tally.runTicks,
                        tally.ticks - tally.runTicks);
    }
}
