package rondo.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import rondo.io.ByteStream;
import rondo.io.StreamClosedException;
import rondo.io.StreamOptions;
import rondo.io.Threads;
import rondo.io.Transport;
import rondo.task.Task;
import rondo.task.Timeout;
import rondo.task.VoidBody;
import tlschannel.ClientTlsChannel;
import tlschannel.HeapBufferAllocator;
import tlschannel.NeedsReadException;
import tlschannel.NeedsTaskException;
import tlschannel.NeedsWriteException;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;
import tlschannel.TlsChannelBuilder;

/// TLS over another transport. The library `tls-channel` drives the JDK's engine; here is when to wait for
/// what, and what an error means.
final class TlsTransport implements Transport {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Transport below;
    private final SharedWait belowReadable;
    private final SharedWait belowWritable;
    private final TransportChannel encrypted;
    private final SSLEngine engine;
    private final TlsChannel channel;
    private final TlsOptions options;
    private final String peer;
    private boolean readNeedsWrite;
    private boolean writeNeedsRead;
    private boolean flushed = true;
    private boolean established;
    private boolean closed;

    private TlsTransport(
            Transport below,
            TransportChannel encrypted,
            SSLEngine engine,
            TlsChannel channel,
            TlsOptions options,
            String peer) {
        this.below = below;
        this.belowReadable = new SharedWait(below::awaitReadable);
        this.belowWritable = new SharedWait(below::awaitWritable);
        this.encrypted = encrypted;
        this.engine = engine;
        this.channel = channel;
        this.options = options;
        this.peer = peer;
    }

    static TlsTransport client(Transport below, String host, int port, TlsOptions options) {
        SSLEngine engine = options.context().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine, options);
        parameters.setServerNames(ServerNames.askedFor(host));
        if (options.hostChecked()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818: the certificate is for the host
        }
        engine.setSSLParameters(parameters);
        var encrypted = new TransportChannel(below);
        TlsChannel channel =
                configured(ClientTlsChannel.newBuilder(encrypted, engine)).build();
        return new TlsTransport(below, encrypted, engine, channel, options, host);
    }

    static TlsTransport server(Transport below, TlsOptions options) {
        SSLEngine engine = options.context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine, options);
        switch (options.clientCertificate()) {
            case NONE -> parameters.setNeedClientAuth(false);
            case WANTED -> parameters.setWantClientAuth(true);
            case NEEDED -> parameters.setNeedClientAuth(true);
        }
        if (!options.serverNames().isEmpty()) {
            parameters.setSNIMatchers(List.of(ServerNames.oneOf(options.serverNames())));
        }
        engine.setSSLParameters(parameters);
        var encrypted = new TransportChannel(below);
        TlsChannel channel = configured(ServerTlsChannel.newBuilder(encrypted, options.context())
                        .withEngineFactory(any -> engine))
                .build();
        return new TlsTransport(below, encrypted, engine, channel, options, "a client");
    }

    private static SSLParameters parameters(SSLEngine engine, TlsOptions options) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setApplicationProtocols(options.applicationProtocols().toArray(String[]::new));
        return parameters;
    }

    private static <B extends TlsChannelBuilder<B>> B configured(B builder) {
        return builder.withRunTasks(false).withEncryptedBufferAllocator(new HeapBufferAllocator());
    }

    // --- the handshake ---------------------------------------------------------------------------

    /// Shakes hands; closes the connection if that fails.
    ByteStream start(StreamOptions kind) throws IOException {
        try {
            Timeout.timeout(options.handshakeLimit(), (VoidBody) this::handshake);
            encrypted.established();
            if (engine.getUseClientMode() && options.hostChecked()) {
                CertificateNames.check(engine.getSession(), peer);
            }
            established = true;
            return new ByteStream(this, kind);
        } catch (TimeoutException e) {
            below.abort();
            throw TlsFailure.timeout(peer, options.handshakeLimit(), e);
        } catch (Throwable e) {
            if (e instanceof IOException failure) { // thrown as it is, though the timeout does not declare it
                sendAlert();
                below.close();
                throw TlsFailure.explained(peer, failure);
            }
            below.abort();
            throw e;
        }
    }

    private void handshake() throws IOException {
        boolean done = false;
        while (!done) {
            try {
                channel.handshake();
                done = true;
            } catch (IllegalStateException e) {
                throw tooLarge(e);
            } catch (NeedsReadException e) {
                below.awaitReadable();
            } catch (NeedsWriteException e) {
                below.awaitWritable();
            } catch (NeedsTaskException e) {
                Runnable task = e.getTask();
                Threads.toThread((VoidBody) task::run);
            }
        }
    }

    /// Tells the other side why, as far as it can be done without waiting.
    private void sendAlert() {
        ByteBuffer alert = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        try {
            while (engine.getHandshakeStatus() == javax.net.ssl.SSLEngineResult.HandshakeStatus.NEED_WRAP
                    && engine.wrap(ByteBuffer.allocate(0), alert).bytesProduced() > 0) {
                below.write(alert.flip());
                alert.clear();
            }
        } catch (IOException e) {
            // it is gone, or has no use for it; the error that led here is thrown
        }
    }

    // --- bytes -----------------------------------------------------------------------------------

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            int n = receive(target);
            if (n < 0 && !channel.shutdownReceived() && options.requireEnd()) {
                throw new SSLException("the connection with " + peer + " ended without TLS's own end (close_notify):"
                        + " what came may have been cut off; TlsOptions.withRequireEnd(false) lets it pass");
            }
            return n;
        } catch (NeedsReadException e) {
            readNeedsWrite = false;
            return 0;
        } catch (NeedsWriteException e) {
            readNeedsWrite = true;
            return 0;
        } catch (NeedsTaskException e) { // there are none after the handshake, but those of another one
            throw TlsFailure.renegotiation(peer);
        } catch (ClosedChannelException e) {
            throw closedException(e);
        }
    }

    private int receive(ByteBuffer target) throws IOException {
        try {
            return channel.read(target);
        } catch (SSLException e) {
            throw TlsFailure.broken(peer, e);
        } catch (IllegalStateException e) {
            throw TlsFailure.broken(peer, tooLarge(e));
        }
    }

    /// The library's buffer for a record has room for more than TLS permits, and says no more than this when it is
    /// full.
    private static SSLException tooLarge(IllegalStateException e) {
        if (!String.valueOf(e.getMessage()).startsWith("inEncrypted buffer insufficient")) {
            throw e;
        }
        return new SSLException("a record is larger than TLS permits, 16 KiB and what encryption adds", e);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int before = source.remaining();
        flushed = false;
        try {
            channel.write(source);
            flushed = true;
        } catch (NeedsReadException e) {
            writeNeedsRead = true;
        } catch (NeedsWriteException e) {
            writeNeedsRead = false;
        } catch (NeedsTaskException e) {
            throw TlsFailure.renegotiation(peer);
        } catch (ClosedChannelException e) {
            throw closedException(e);
        }
        return before - source.remaining();
    }

    private StreamClosedException closedException(ClosedChannelException cause) {
        var closed = new StreamClosedException(
                "the TLS stream with " + peer + " has ended: its output was shut down, or it failed before");
        closed.initCause(cause);
        return closed;
    }

    @Override
    public boolean flushed() {
        return flushed;
    }

    @Override
    public void awaitReadable() throws IOException {
        if (readNeedsWrite) {
            belowWritable.await();
        } else {
            belowReadable.await();
        }
    }

    @Override
    public void awaitWritable() throws IOException {
        if (writeNeedsRead) {
            belowReadable.await();
        } else {
            belowWritable.await();
        }
    }

    // --- the end ---------------------------------------------------------------------------------

    @Override
    public void shutdownOutput() throws IOException {
        if (!channel.shutdownSent()) {
            encrypted.takeAll();
            channel.shutdown();
        }
        while (!encrypted.flush()) {
            belowWritable.await();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (established && !(channel.shutdownSent() && encrypted.flushed())) {
                sayFarewell();
            }
        } finally {
            below.close();
        }
    }

    /// Waits until the other side takes it; not in a task that is being cancelled, since its deadline may have passed
    /// already (Trio closes without it then, too).
    private void sayFarewell() throws IOException {
        try {
            Task<?> task = Task.currentOrNull();
            if (task != null && task.cancelling() == 0) {
                Timeout.timeout(options.shutdownLimit(), (VoidBody) this::shutdownOutput);
            } else if (!channel.shutdownSent()) {
                channel.shutdown();
            }
        } catch (TimeoutException e) {
            below.abort();
            throw new SSLException(
                    "closing the TLS stream with " + peer + " took longer than "
                            + options.shutdownLimit().toMillis() + " ms: the other side does not read",
                    e);
        } catch (Throwable e) {
            if (!(e instanceof IOException)) {
                throw e;
            }
            // nobody is to wait here, or the other side has gone before: it ends without the farewell
        }
    }

    @Override
    public void abort() {
        closed = true;
        below.abort();
    }

    // --- what it is ------------------------------------------------------------------------------

    SSLEngine engine() {
        return engine;
    }

    @Override
    public <T> @Nullable T extra(Class<T> type) {
        if (type == TlsInfo.class) {
            return type.cast(info());
        }
        return type == SSLSession.class ? type.cast(engine.getSession()) : below.extra(type);
    }

    private TlsInfo info() {
        SSLSession session = engine.getSession();
        String chosen = engine.getApplicationProtocol();
        return new TlsInfo(
                session.getProtocol(), session.getCipherSuite(), chosen == null ? "" : chosen, certificates(session));
    }

    private static List<Certificate> certificates(SSLSession session) {
        try {
            return List.of(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // it showed none
        }
    }

    @Override
    public @Nullable SocketAddress localAddress() throws IOException {
        return below.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() throws IOException {
        return below.remoteAddress();
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> name) throws IOException {
        return below.option(name);
    }

    @Override
    public <T> void option(SocketOption<T> name, T value) throws IOException {
        below.option(name, value);
    }

    @Override
    public String toString() {
        return "TLS over " + below;
    }
}
