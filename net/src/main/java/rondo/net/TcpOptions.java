package rondo.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rondo.io.StreamOptions;

/// How a TCP connection is made.
///
/// @param localAddress the address to connect from; null for any
/// @param connectTimeout how long connecting may take, names and all attempts included; null for as long as the
///     system tries
/// @param attemptDelay how long an attempt has before the next address is tried beside it (RFC 8305's connection
///     attempt delay); not negative
/// @param noDelay whether small writes go out at once (`TCP_NODELAY`)
/// @param resolver how the host's name becomes addresses
/// @param stream how the stream behaves
public record TcpOptions(
        @Nullable InetSocketAddress localAddress,
        @Nullable Duration connectTimeout,
        Duration attemptDelay,
        boolean noDelay,
        Resolver resolver,
        StreamOptions stream) {
    private static final TcpOptions DEFAULTS =
            new TcpOptions(null, null, Duration.ofMillis(250), true, Resolver.system(), StreamOptions.defaults());

    /// Checks the times.
    public TcpOptions {
        if (attemptDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "attemptDelay is negative: " + attemptDelay + "; zero tries all at once");
        }
        if (connectTimeout != null && (connectTimeout.isNegative() || connectTimeout.isZero())) {
            throw new IllegalArgumentException(
                    "connectTimeout is " + connectTimeout + "; it must be positive, or null");
        }
    }

    /// {@return the default options: no time limit but the system's, 250 ms between attempts, and small writes
    /// are not delayed}
    public static TcpOptions defaults() {
        return DEFAULTS;
    }

    /// {@return these options with an address to connect from}
    /// @param address the address; its port may be 0 for any
    public TcpOptions withLocalAddress(InetSocketAddress address) {
        return new TcpOptions(address, connectTimeout, attemptDelay, noDelay, resolver, stream);
    }

    /// {@return these options with a time limit}
    /// @param limit how long connecting may take; positive
    public TcpOptions withConnectTimeout(Duration limit) {
        return new TcpOptions(localAddress, limit, attemptDelay, noDelay, resolver, stream);
    }

    /// {@return these options with another delay between attempts}
    /// @param delay how long an attempt has before the next begins; not negative
    public TcpOptions withAttemptDelay(Duration delay) {
        return new TcpOptions(localAddress, connectTimeout, delay, noDelay, resolver, stream);
    }

    /// {@return these options with small writes sent at once, or collected by the system}
    /// @param atOnce whether at once
    public TcpOptions withNoDelay(boolean atOnce) {
        return new TcpOptions(localAddress, connectTimeout, attemptDelay, atOnce, resolver, stream);
    }

    /// {@return these options with another resolver}
    /// @param with how names become addresses
    public TcpOptions withResolver(Resolver with) {
        return new TcpOptions(localAddress, connectTimeout, attemptDelay, noDelay, with, stream);
    }

    /// {@return these options with another kind of stream}
    /// @param options how the stream behaves
    public TcpOptions withStream(StreamOptions options) {
        return new TcpOptions(localAddress, connectTimeout, attemptDelay, noDelay, resolver, options);
    }
}
