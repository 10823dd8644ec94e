package rondo.testkit.net;

/// A call to the network that can fail.
public enum IoCall {
    /// A name is resolved.
    RESOLVE,
    /// A connection is made.
    CONNECT,
    /// A port is taken to listen on, or for datagrams.
    LISTEN,
    /// A connection is accepted.
    ACCEPT,
    /// A stream is read from.
    READ,
    /// A stream is written to.
    WRITE,
    /// A datagram is sent.
    SEND
}
