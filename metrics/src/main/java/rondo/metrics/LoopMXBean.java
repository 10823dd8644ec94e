package rondo.metrics;

/// The figures of one event loop, under `rondo:type=Loop,name=NAME` in the platform's MBean server.
///
/// Attributes of an MXBean are its getters: hence their names. All are as of the loop's last tick, and any thread
/// may read them, also while a task blocks the loop.
public interface LoopMXBean {
    /// {@return the loop's name}
    String getName();

    /// {@return how its tasks get their threads: `direct` or `baton`}
    String getCarrier();

    /// {@return how many ticks there have been}
    long getTicks();

    /// {@return how long the loop has run callbacks and tasks, ns}
    long getActiveNanos();

    /// {@return how long the loop has had nothing to do and waited in its poll, ns, up to now}
    long getIdleNanos();

    /// {@return the share of its time that the loop was active, 0 to 1, from the beginning until now}
    double getUtilization();

    /// {@return how long its polls have taken, ns, waiting included}
    long getPollNanos();

    /// {@return how many callbacks and steps of tasks were ready in the last tick}
    int getQueueDepth();

    /// {@return how many timers were set at the last tick, with cancelled ones that were not dropped yet}
    int getTimers();

    /// {@return how many timers have expired}
    long getTimersExpired();

    /// {@return how many tasks are ready to run}
    long getTasksPending();

    /// {@return how many tasks run: 1 at most, but for those that started others eagerly}
    long getTasksRunning();

    /// {@return how many tasks wait for something}
    long getTasksAwaiting();

    /// {@return how many tasks have been created}
    long getTasksCreated();

    /// {@return how many tasks have returned}
    long getTasksReturned();

    /// {@return how many tasks have ended with an error other than a cancellation}
    long getTasksFailed();

    /// {@return how many tasks have been cancelled and have ended}
    long getTasksCancelled();

    /// {@return how many delays the other figures of the delay are of, one a tick}
    ///
    /// A delay is the time between two polls: the longest that anything had to wait that became ready in
    /// between.
    long getDelayCount();

    /// {@return the smallest delay, ns; 0 if there was none}
    long getDelayMinNanos();

    /// {@return the largest delay, ns; 0 if there was none}
    long getDelayMaxNanos();

    /// {@return the mean of the delays, ns}
    double getDelayMeanNanos();

    /// {@return the standard deviation of the delays, ns}
    double getDelayStddevNanos();

    /// {@return the delay that half of the ticks did not exceed, ns}
    long getDelayP50Nanos();

    /// {@return the delay that nine of ten ticks did not exceed, ns}
    long getDelayP90Nanos();

    /// {@return the delay that 99 of a hundred ticks did not exceed, ns}
    long getDelayP99Nanos();

    /// Forgets the delays up to now; the figures of the delay begin anew.
    void resetDelays();
}
