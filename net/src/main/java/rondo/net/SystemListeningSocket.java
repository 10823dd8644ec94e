package rondo.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.io.Readiness;
import rondo.io.Transport;

/// A listening socket of the system's.
final class SystemListeningSocket implements ListeningSocket {
    private final Acceptor acceptor;
    private final Readiness readiness;
    private final SocketAddress address;
    private final @Nullable Object file; // of a Unix socket: its key, for another may be put in its place
    private final boolean noDelay;
    private final SpareDescriptors spare = new SpareDescriptors();

    SystemListeningSocket(ServerSocketChannel channel, Acceptor acceptor, ServerOptions options) throws IOException {
        this.acceptor = acceptor;
        this.readiness = Readiness.of(channel);
        this.address = channel.getLocalAddress();
        this.file = address instanceof UnixDomainSocketAddress unix ? fileAt(unix) : null;
        this.noDelay = options.noDelay();
        spare.keep();
    }

    static SystemListeningSocket open(SocketAddress address, ServerOptions options) throws IOException {
        ServerSocketChannel channel = Connector.open(ServerSocketChannel::open, address);
        try {
            channel.configureBlocking(false);
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, options.backlog());
            return new SystemListeningSocket(channel, channel::accept, options);
        } catch (IOException e) {
            channel.close();
            throw failure(address, e);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException failure(SocketAddress address, IOException cause) {
        var failure = new java.net.BindException("cannot listen on " + address + ": " + cause.getMessage()
                + (address instanceof UnixDomainSocketAddress
                        ? "; choose a path in a folder that is there, at which nothing is but a socket"
                        : "; choose another port or address, or 0 for a free port"));
        failure.initCause(cause);
        return failure;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void awaitConnection() throws IOException {
        readiness.awaitReadable();
    }

    @Override
    public @Nullable Transport accept() throws IOException {
        SocketChannel channel = acceptNow();
        if (channel == null) {
            return null;
        }
        try {
            channel.configureBlocking(false);
            if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
            }
            return new SocketTransport(channel, Readiness.of(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private @Nullable SocketChannel acceptNow() throws IOException {
        spare.keep();
        try {
            return acceptor.accept();
        } catch (IOException e) {
            spare.release();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        spare.release();
        readiness.closeNow();
        if (address instanceof UnixDomainSocketAddress unix && Objects.equals(file, fileAt(unix))) {
            Files.deleteIfExists(unix.getPath());
        }
    }

    /// {@return which file is at a Unix socket's path; null if none is}
    private static @Nullable Object fileAt(UnixDomainSocketAddress unix) throws IOException {
        try {
            return Files.readAttributes(unix.getPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
