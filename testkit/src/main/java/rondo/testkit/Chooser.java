package rondo.testkit;

/// What decides a run's order, one choice after the other.
interface Chooser {
    /// asyncio's order.
    Chooser FIFO = (width, candidates) -> 0;

    /// Chooses among those that may run next.
    ///
    /// @param width how many they are; at least 2
    /// @param candidates they, oldest first; what it knows of them is the next choice's afterwards
    /// @return the index of one; 0 is asyncio's order
    int choose(int width, Candidates candidates);

    /// {@return whether a tick ends after one of its callbacks or steps, so that the rest can wait for long}
    default boolean endsTickAfterEach() {
        return false;
    }

    /// {@return what decides by an order and a seed}
    static Chooser of(SimulationOptions options) {
        return switch (options.order()) {
            case FIFO -> FIFO;
            case RANDOM -> {
                var draws = new Draws(options.seed());
                yield (width, candidates) -> draws.below(width);
            }
            case PRIORITIES -> new PriorityChooser(new Draws(options.seed()), options.priorityChanges());
        };
    }
}
