package rondo.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import rondo.io.Threads;

/// The system's resolver. An address as text needs no helper thread.
enum SystemResolver implements Resolver {
    /// The one there is.
    SYSTEM;

    @Override
    public List<InetAddress> resolve(String host) throws IOException {
        return Resolver.literal(host)
                ? List.of(Resolver.address(host))
                : Threads.toThread(() -> List.of(InetAddress.getAllByName(host)));
    }
}
