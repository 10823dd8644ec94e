package rondo.testkit.net;

/// How one call to the network fails.
public enum IoFault {
    /// There is no such host.
    UNKNOWN_HOST(IoCall.RESOLVE),
    /// Nobody listens there.
    REFUSED(IoCall.CONNECT),
    /// Nobody answers, until the system gives up after 127 s.
    STALLED(IoCall.CONNECT),
    /// The host has no descriptor left.
    NO_DESCRIPTOR_TO_CONNECT(IoCall.CONNECT),
    /// The host has no descriptor left.
    NO_DESCRIPTOR_TO_LISTEN(IoCall.LISTEN),
    /// The host has no descriptor left. A server tries again after a second.
    NO_DESCRIPTOR_TO_ACCEPT(IoCall.ACCEPT),
    /// The connection is reset.
    RESET_AT_READ(IoCall.READ),
    /// One byte is read, though more are there.
    SHORT_READ(IoCall.READ),
    /// The connection is reset.
    RESET_AT_WRITE(IoCall.WRITE),
    /// One byte is written, though there is room for more.
    SHORT_WRITE(IoCall.WRITE),
    /// The datagram is lost.
    LOST(IoCall.SEND),
    /// The datagram comes twice.
    TWICE(IoCall.SEND);

    private final IoCall call;

    IoFault(IoCall call) {
        this.call = call;
    }

    /// {@return what fails so}
    public IoCall call() {
        return call;
    }
}
