/// Sockets on the loop's own poll: connections and servers over TCP and Unix sockets.
package rondo.net;
