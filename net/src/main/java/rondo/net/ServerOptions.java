package rondo.net;

import rondo.io.StreamOptions;

/// How a server listens.
///
/// @param backlog how many connections the system keeps ready to be accepted; positive
/// @param connectionLimit how many connections are served at once; positive
/// @param excess what becomes of further ones
/// @param reusePort whether several processes or loops may listen on one port and share its connections
///     (`SO_REUSEPORT`)
/// @param noDelay whether small writes go out at once (`TCP_NODELAY`)
/// @param resolver how the host's name becomes addresses
/// @param stream how the streams behave
public record ServerOptions(
        int backlog,
        int connectionLimit,
        Excess excess,
        boolean reusePort,
        boolean noDelay,
        Resolver resolver,
        StreamOptions stream) {
    private static final ServerOptions DEFAULTS =
            new ServerOptions(1024, 10_000, Excess.WAITS, false, true, Resolver.system(), StreamOptions.defaults());

    /// Checks the numbers.
    public ServerOptions {
        checkPositive("backlog", backlog);
        checkPositive("connectionLimit", connectionLimit);
    }

    private static void checkPositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be positive");
        }
    }

    /// {@return the default options: a backlog of 1,024, and at most 10,000 connections at once; further ones
    /// wait}
    public static ServerOptions defaults() {
        return DEFAULTS;
    }

    /// {@return these options with another backlog}
    /// @param connections how many the system keeps ready; positive
    public ServerOptions withBacklog(int connections) {
        return new ServerOptions(connections, connectionLimit, excess, reusePort, noDelay, resolver, stream);
    }

    /// {@return these options with another limit}
    /// @param connections how many are served at once; positive
    public ServerOptions withConnectionLimit(int connections) {
        return new ServerOptions(backlog, connections, excess, reusePort, noDelay, resolver, stream);
    }

    /// {@return these options with another end for the connections beyond the limit}
    /// @param further what becomes of them
    public ServerOptions withExcess(Excess further) {
        return new ServerOptions(backlog, connectionLimit, further, reusePort, noDelay, resolver, stream);
    }

    /// {@return these options with a port that is shared, or not}
    /// @param shared whether others may listen on it too
    public ServerOptions withReusePort(boolean shared) {
        return new ServerOptions(backlog, connectionLimit, excess, shared, noDelay, resolver, stream);
    }

    /// {@return these options with small writes sent at once, or collected by the system}
    /// @param atOnce whether at once
    public ServerOptions withNoDelay(boolean atOnce) {
        return new ServerOptions(backlog, connectionLimit, excess, reusePort, atOnce, resolver, stream);
    }

    /// {@return these options with another resolver}
    /// @param with how names become addresses
    public ServerOptions withResolver(Resolver with) {
        return new ServerOptions(backlog, connectionLimit, excess, reusePort, noDelay, with, stream);
    }

    /// {@return these options with another kind of stream}
    /// @param options how the streams behave
    public ServerOptions withStream(StreamOptions options) {
        return new ServerOptions(backlog, connectionLimit, excess, reusePort, noDelay, resolver, options);
    }
}
