package rondo.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.TerminalText;
import rondo.task.Task;

/// A connection: bytes in and bytes out, in order (asyncio's `StreamReader` and `StreamWriter` in one).
///
/// Reading and writing suspend the calling task when the other side is slow, and only then: a read tries at
/// once, and a write returns when everything has been handed on, so that there is nothing to drain. A task
/// that never has to wait still yields to others after 64 reads or writes in a row, or before.
///
/// One task may read and one may write at a time. Cancelling a read loses no byte. After an error or a cancel
/// of a write the source's position says how much has been written. Close the stream when done, best by
/// `try`-with-resources. Belongs to one loop, and to that loop's thread: elsewhere its methods throw an
/// [IllegalStateException].
public final class ByteStream implements AutoCloseable {
    private final EventLoop loop = EventLoop.current();
    private final Transport transport;
    private final InputSide input;
    private final OutputSide output;
    private boolean detached;
    private boolean closed;
    private boolean closing; // in a close that may wait

    /// Creates a stream on the running loop.
    ///
    /// @param transport what carries its bytes; the stream closes it
    /// @param options how it behaves
    /// @throws IllegalStateException if the calling thread runs no loop
    public ByteStream(Transport transport, StreamOptions options) {
        this.transport = transport;
        var turnLimit = new TurnLimit();
        this.input = new InputSide(this, transport, Chunks.of(loop), turnLimit, options.limitBytes());
        this.output = new OutputSide(this, transport, turnLimit);
    }

    // --- reading ---------------------------------------------------------------------------------

    /// Reads at least one byte, and not more than there is now. Suspends while there is none.
    ///
    /// A direct buffer spares a copy.
    ///
    /// @param target where to put them
    /// @return how many there were; -1 at the end, and 0 only if the target has no room
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if another task waits in a read
    public int read(ByteBuffer target) throws IOException {
        return input.read(target);
    }

    /// Reads at least one byte into a buffer that the loop lends: the fastest way through, and an idle
    /// connection holds no buffer. Suspends while there is none.
    ///
    /// @return the bytes, at most 256 KiB, from position to limit; valid until the next read
    /// or the close of this stream. Null at the end
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if another task waits in a read
    public @Nullable ByteBuffer readChunk() throws IOException {
        return input.readChunk();
    }

    /// Reads some bytes (asyncio's `read(n)`). Suspends while there is none.
    ///
    /// @param max how many at most, not negative
    /// @return at least one; none at the end, or if `max` is 0
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if another task waits in a read
    public byte[] readSome(int max) throws IOException {
        checkCount(max);
        return input.readSome(max);
    }

    /// Reads all bytes up to the end (asyncio's `read()`), however many there are.
    ///
    /// @return the bytes
    /// @throws IOException if the connection is lost; what had come stays in the stream
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if another task waits in a read
    public byte[] readAll() throws IOException {
        return input.readAll();
    }

    /// Reads as many bytes as are asked for (asyncio's `readexactly`). Suspends until they have come; a
    /// cancel leaves what has come in the stream.
    ///
    /// @param n how many, not negative
    /// @return exactly that many
    /// @throws IncompleteReadException if the end comes first; it has what came before
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if another task waits in a read
    public byte[] readExactly(int n) throws IOException {
        checkCount(n);
        return input.readExactly(n);
    }

    /// Reads up to a separator, and the separator (asyncio's `readuntil`). Suspends until it has come; a
    /// cancel leaves what has come in the stream.
    ///
    /// @param separators what ends the read, the one that ends first
    /// @return the bytes, with the separator
    /// @throws IncompleteReadException if the end comes first; it has what came before
    /// @throws LimitExceededException if no separator begins within the limit; nothing has been taken
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if another task waits in a read
    public byte[] readUntil(byte[]... separators) throws IOException {
        return input.readUntil(new Separators(List.of(separators)));
    }

    /// Reads up to a separator, and the separator, as [#readUntil(byte[]...)] does.
    ///
    /// @param separators what ends the read, as UTF-8, the one that ends first
    /// @return the bytes, with the separator
    /// @throws IncompleteReadException if the end comes first; it has what came before
    /// @throws LimitExceededException if no separator begins within the limit; nothing has been taken
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if another task waits in a read
    public byte[] readUntil(String... separators) throws IOException {
        return input.readUntil(new Separators(Arrays.stream(separators)
                .map(separator -> separator.getBytes(StandardCharsets.UTF_8))
                .toList()));
    }

    /// Reads a line (asyncio's `readline`), up to a line feed. Suspends until it has come; a cancel leaves
    /// what has come in the stream.
    ///
    /// @return the line, decoded as UTF-8, without its `\n` or `\r\n`; at the end what is left, and then null
    /// @throws LimitExceededException if the line is longer than the limit; what has come of it is dropped
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if another task waits in a read
    public @Nullable String readLine() throws IOException {
        return input.readLine();
    }

    // --- writing ---------------------------------------------------------------------------------

    /// Writes everything. Suspends while the other side is slow.
    ///
    /// A cancel ends it; the source's position tells how much has been sent. The last of that may wait in a layer
    /// such as TLS until the next write, even of nothing, or the close. A direct buffer spares a copy.
    ///
    /// @param source what to write; its position moves to its limit
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it, or its output
    /// @throws BusyStreamException if another task waits in a write
    public void write(ByteBuffer source) throws IOException {
        output.write(source);
    }

    /// Writes everything, as [#write(ByteBuffer)] does. How much a cancelled one has sent is not told.
    ///
    /// @param source what to write
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it, or its output
    /// @throws BusyStreamException if another task waits in a write
    public void write(byte[] source) throws IOException {
        write(ByteBuffer.wrap(source));
    }

    /// Writes text as UTF-8, as [#write(ByteBuffer)] does. How much a cancelled one has sent is not told.
    ///
    /// @param text what to write
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it, or its output
    /// @throws BusyStreamException if another task waits in a write
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes a piece of a file, through the kernel where it can (`sendfile`; asyncio's `loop.sendfile`). Suspends
    /// while the other side is slow. A cancel ends it; how much has been sent is not told.
    ///
    /// @param file the file, open for reading; its own position stays
    /// @param position where to begin, in bytes
    /// @param count how many bytes at most
    /// @return how many were written: fewer than `count` if the file ends before
    /// @throws java.io.EOFException if the file gets shorter meanwhile
    /// @throws IOException if the connection is lost, or the file cannot be read
    /// @throws StreamClosedException if this side closed it, or its output
    /// @throws BusyStreamException if another task waits in a write
    public long sendFile(FileChannel file, long position, long count) throws IOException {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "position " + position + " and count " + count + " must not be negative");
        }
        return output.sendFile(file, position, count);
    }

    /// Ends the output: the other side reads what was written, and then the end (asyncio's `write_eof`).
    /// Reading goes on. Does nothing the second time.
    ///
    /// @throws IOException if the connection is lost
    /// @throws StreamClosedException if this side closed it
    /// @throws BusyStreamException if a task waits in a write
    public void shutdownOutput() throws IOException {
        output.shutdown();
    }

    // --- views -----------------------------------------------------------------------------------

    /// {@return the input as an `InputStream`, for code that blocks: it suspends the calling task. Closing it closes
    /// this stream}
    public InputStream inputStream() {
        return new StreamInput(this);
    }

    /// {@return the output as an `OutputStream`, for code that blocks: it suspends the calling task, and buffers
    /// nothing. Closing it closes this stream}
    public OutputStream outputStream() {
        return new StreamOutput(this);
    }

    /// {@return this as a blocking `ByteChannel`, which suspends the calling task. Closing it closes this stream}
    public ByteChannel channel() {
        return new StreamChannel(this);
    }

    // --- another layer ---------------------------------------------------------------------------

    /// Gives the connection to another layer, as TLS is (asyncio's `start_tls`). Bytes that this stream has read
    /// ahead go with it. From now on this stream can only be closed, which closes the connection.
    ///
    /// @return what carries the bytes
    /// @throws StreamClosedException if the stream is closed, or was detached before
    /// @throws BusyStreamException if a task waits in a read or a write
    public Transport detach() throws StreamClosedException {
        checkOpen();
        output.checkIdle();
        byte[] readAhead = input.giveUp();
        detached = true;
        input.takeBackLent();
        return readAhead.length == 0 ? transport : new PushedBack(readAhead, transport);
    }

    // --- the end ---------------------------------------------------------------------------------

    /// Closes the stream in order: what was written is delivered. Tasks that wait on it fail with a
    /// [StreamClosedException]. Does nothing the second time.
    ///
    /// @throws IOException if what was written cannot be delivered
    @Override
    public void close() throws IOException {
        if (!closed) {
            end();
            closing = true;
            try {
                transport.close();
            } finally {
                closing = false;
            }
        }
    }

    /// Closes the stream at once: the other side sees a reset, and may lose what was written. Tasks that wait
    /// on it fail with a [StreamClosedException]. Cuts a [#close()] short that still waits, as TLS's may; on a
    /// closed stream does nothing.
    public void abort() {
        if (!closed || closing) {
            end();
            transport.abort();
        }
    }

    private void end() {
        checkThread();
        closed = true;
        input.takeBackLent();
    }

    /// {@return whether this side has closed it}
    public boolean closed() {
        return closed;
    }

    // --- what it is ------------------------------------------------------------------------------

    /// {@return the address of this side, also after its end; null if it has none, as in memory}
    ///
    /// @throws IOException if it cannot be told
    public @Nullable SocketAddress localAddress() throws IOException {
        return transport.localAddress();
    }

    /// {@return the address of the other side, also after the end; null if it has none, as in memory}
    ///
    /// @throws IOException if it cannot be told
    public @Nullable SocketAddress remoteAddress() throws IOException {
        return transport.remoteAddress();
    }

    /// {@return what a layer knows of the connection beyond its bytes, as TLS does; null if none does (asyncio's
    /// `get_extra_info`)}
    ///
    /// @param <T> the type
    /// @param type which knowledge: a `TlsInfo`, say
    public <T> @Nullable T extra(Class<T> type) {
        return transport.extra(type);
    }

    /// {@return the value of a socket option}
    ///
    /// @param <T> its type
    /// @param name which, of `StandardSocketOptions`
    /// @throws UnsupportedOperationException if the stream has no such option
    /// @throws StreamClosedException if it is closed
    /// @throws IOException if it cannot be told
    public <T> @Nullable T option(SocketOption<T> name) throws IOException {
        checkOpen();
        return transport.option(name);
    }

    /// Sets a socket option.
    ///
    /// @param <T> its type
    /// @param name which, of `StandardSocketOptions`
    /// @param value the new value
    /// @throws UnsupportedOperationException if the stream has no such option
    /// @throws StreamClosedException if it is closed
    /// @throws IOException if it cannot be set
    public <T> void option(SocketOption<T> name, T value) throws IOException {
        checkOpen();
        transport.option(name, value);
    }

    /// Everything here is the loop's: on another thread it would work now and then, and break at other times.
    void checkThread() {
        loop.checkTurn();
    }

    @Nullable Task<?> currentTask() {
        return Task.currentOrNull(loop);
    }

    BusyStreamException busy(String verb, Task<?> who) {
        return new BusyStreamException("task " + TerminalText.quoted(who.name()) + " waits in a " + verb + " of " + this
                + " already; let one task " + verb + ", or guard it with a Lock");
    }

    void checkOpen() throws StreamClosedException {
        if (detached) {
            throw new StreamClosedException(this + " was given to another layer; use that one's stream");
        }
        if (closed) {
            throw new StreamClosedException(this + " is closed; open another");
        }
    }

    private static void checkCount(int n) {
        if (n < 0) {
            throw new IllegalArgumentException(
                    "the number of bytes is negative: " + n + "; readAll() reads to the end");
        }
    }

    @Override
    public String toString() {
        return "ByteStream[" + transport + (closed ? ", closed" : "") + "]";
    }
}
