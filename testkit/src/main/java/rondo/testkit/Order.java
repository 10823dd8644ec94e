package rondo.testkit;

/// How a run chooses among the tasks and callbacks that are ready at the same time. Callbacks of one future
/// keep their order in each.
public enum Order {
    /// First in, first out: asyncio's order, and the loop's own.
    FIFO,
    /// Each tick runs what is ready in an order drawn by the seed.
    RANDOM,
    /// The seed draws a priority for each task and a few points at which the highest falls to the lowest
    /// (probabilistic concurrency testing, Burckhardt et al., ASPLOS 2010). A task of a low priority may wait
    /// for many ticks: this finds what needs one task to be much slower than another.
    PRIORITIES
}
