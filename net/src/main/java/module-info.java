/// Sockets on the loop's own poll: TCP, TLS, Unix sockets, servers.
@org.jspecify.annotations.NullMarked
module rondo.net {
    requires transitive rondo;
    requires static transitive org.jspecify;
    requires tls.channel; // drives the TLS engine; not in the API

    exports rondo.net;
}
