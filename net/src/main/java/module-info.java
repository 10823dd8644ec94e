/// Sockets on the loop's own poll: TCP, Unix sockets, servers.
@org.jspecify.annotations.NullMarked
module rondo.net {
    requires transitive rondo;
    requires static transitive org.jspecify;

    exports rondo.net;
}
