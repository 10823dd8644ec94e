package rondo.testkit.net;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A host's disk: small files by name, which a crash leaves as they were at the last [#sync()], with some of
/// what was written since.
///
/// After a crash the first few of the writes since the last sync have happened, and the others have not; the
/// seed says how many. Nothing here suspends. Loop thread only.
public final class Disk {
    private final Host host;
    private final RandomGenerator random;
    private final SequencedMap<String, byte[]> files = new TreeMap<>(); // what programs see
    private final SequencedMap<String, byte[]> durable = new TreeMap<>();
    private final List<Write> unsynced = new ArrayList<>();

    /// What one write made of a file; no bytes if it is gone.
    @SuppressWarnings("ArrayRecordComponent") // never modified
    private record Write(String name, byte @Nullable [] bytes) {}

    Disk(Host host, RandomGenerator random) {
        this.host = host;
        this.random = random;
    }

    /// Replaces a file, or makes it.
    ///
    /// @param name its name
    /// @param bytes all that is in it; copied
    /// @throws IOException if the host is stopped
    public void write(String name, byte[] bytes) throws IOException {
        apply(new Write(name, bytes.clone()));
    }

    /// Adds to the end of a file, or makes it.
    ///
    /// @param name its name
    /// @param bytes what to add
    /// @throws IOException if the host is stopped
    public void append(String name, byte[] bytes) throws IOException {
        byte[] before = files.getOrDefault(name, new byte[0]);
        byte[] all = Arrays.copyOf(before, before.length + bytes.length);
        System.arraycopy(bytes, 0, all, before.length, bytes.length);
        apply(new Write(name, all));
    }

    /// Takes a file away; does nothing if there is none.
    ///
    /// @param name its name
    /// @throws IOException if the host is stopped
    public void delete(String name) throws IOException {
        apply(new Write(name, null));
    }

    private void apply(Write write) throws IOException {
        host.checkUp();
        put(files, write);
        unsynced.add(write);
    }

    private static void put(SequencedMap<String, byte[]> into, Write write) {
        byte[] bytes = write.bytes();
        if (bytes == null) {
            into.remove(write.name());
        } else {
            into.put(write.name(), bytes);
        }
    }

    /// Makes everything that was written survive a crash (`fsync`).
    ///
    /// @throws IOException if the host is stopped
    public void sync() throws IOException {
        host.checkUp();
        keep(unsynced.size());
    }

    private void keep(int writes) {
        unsynced.subList(0, writes).forEach(write -> put(durable, write));
        unsynced.clear();
    }

    /// {@return what is in a file, as a copy}
    ///
    /// @param name its name
    /// @throws NoSuchFileException if there is none
    /// @throws IOException if the host is stopped
    public byte[] read(String name) throws IOException {
        host.checkUp();
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new NoSuchFileException(name, null, "not on the disk of " + host);
        }
        return bytes.clone();
    }

    /// {@return whether there is such a file}
    ///
    /// @param name its name
    /// @throws IOException if the host is stopped
    public boolean exists(String name) throws IOException {
        host.checkUp();
        return files.containsKey(name);
    }

    /// {@return the names of the files, in alphabetical order, unmodifiable}
    ///
    /// @throws IOException if the host is stopped
    public List<String> names() throws IOException {
        host.checkUp();
        return List.copyOf(files.keySet());
    }

    void crash() {
        if (!unsynced.isEmpty()) {
            keep(random.nextInt(unsynced.size() + 1));
        }
        files.clear();
        files.putAll(durable);
    }
}
