package rondo.net;

import java.net.InetSocketAddress;

/// A datagram that has come.
///
/// @param bytes what it carries
/// @param sender who sent it
@SuppressWarnings("ArrayRecordComponent") // handed over: nobody else has the array
public record Datagram(byte[] bytes, InetSocketAddress sender) {
    @Override
    public String toString() {
        return "Datagram[" + bytes.length + " bytes from " + sender + "]";
    }
}
