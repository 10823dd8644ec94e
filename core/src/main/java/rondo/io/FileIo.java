package rondo.io;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/// The functions of [Files] on helper threads, since the system has no files that a loop could poll.
///
/// Each suspends the calling task until it is done, and throws what [Files] throws. A cancel ends the wait at
/// once; what has begun goes on to its end, so that a file may have been written, or removed, all the same.
/// They are [Threads#toThread]: for anything else that blocks, call that.
public final class FileIo {
    private FileIo() {}

    // --- whole files -----------------------------------------------------------------------------

    /// Reads a whole file ([Files#readAllBytes]).
    ///
    /// @param file the file
    /// @return its bytes
    /// @throws IOException if it cannot be read
    public static byte[] readAllBytes(Path file) throws IOException {
        return Threads.toThread(() -> Files.readAllBytes(file));
    }

    /// Reads a whole file as UTF-8 ([Files#readString]).
    ///
    /// @param file the file
    /// @return its text
    /// @throws IOException if it cannot be read, or is no UTF-8
    public static String readString(Path file) throws IOException {
        return Threads.toThread(() -> Files.readString(file));
    }

    /// Reads the lines of a file as UTF-8 ([Files#readAllLines]).
    ///
    /// @param file the file
    /// @return its lines, in order, without their ends, unmodifiable
    /// @throws IOException if it cannot be read, or is no UTF-8
    public static List<String> readAllLines(Path file) throws IOException {
        return Threads.toThread(() -> List.copyOf(Files.readAllLines(file)));
    }

    /// Writes a file ([Files#write]).
    ///
    /// @param file the file
    /// @param bytes what to write; not to be changed meanwhile
    /// @param options how to open it; if none, it is made, or emptied first
    /// @throws IOException if it cannot be written
    public static void write(Path file, byte[] bytes, OpenOption... options) throws IOException {
        Threads.toThread(() -> Files.write(file, bytes, options));
    }

    /// Writes text as UTF-8 ([Files#writeString]).
    ///
    /// @param file the file
    /// @param text what to write
    /// @param options how to open it; if none, it is made, or emptied first
    /// @throws IOException if it cannot be written
    public static void writeString(Path file, CharSequence text, OpenOption... options) throws IOException {
        Threads.toThread(() -> Files.writeString(file, text, options));
    }

    // --- the tree --------------------------------------------------------------------------------

    /// Lists a directory ([Files#list]).
    ///
    /// @param directory the directory
    /// @return what is in it, sorted, unmodifiable
    /// @throws IOException if it cannot be read
    public static List<Path> list(Path directory) throws IOException {
        return Threads.toThread(() -> {
            try (Stream<Path> found = Files.list(directory)) {
                return found.sorted().toList();
            }
        });
    }

    /// Lists a tree ([Files#walk]); symbolic links are not followed.
    ///
    /// @param start its root
    /// @return the root and all below it, parents first, unmodifiable
    /// @throws IOException if it cannot be read
    public static List<Path> walk(Path start) throws IOException {
        return Threads.toThread(() -> {
            try (Stream<Path> found = Files.walk(start)) {
                return found.toList();
            }
        });
    }

    /// Copies a file ([Files#copy]).
    ///
    /// @param source the file
    /// @param target where to
    /// @param options how
    /// @throws IOException if it cannot be copied
    public static void copy(Path source, Path target, CopyOption... options) throws IOException {
        Threads.toThread(() -> Files.copy(source, target, options));
    }

    /// Moves a file ([Files#move]).
    ///
    /// @param source the file
    /// @param target where to
    /// @param options how
    /// @throws IOException if it cannot be moved
    public static void move(Path source, Path target, CopyOption... options) throws IOException {
        Threads.toThread(() -> Files.move(source, target, options));
    }

    /// Removes a file, or an empty directory ([Files#delete]).
    ///
    /// @param path the file
    /// @throws IOException if it cannot be removed, or is not there
    public static void delete(Path path) throws IOException {
        Threads.toThread(() -> Files.delete(path));
    }

    /// Removes a file, or an empty directory, if it is there ([Files#deleteIfExists]).
    ///
    /// @param path the file
    /// @return whether it was there
    /// @throws IOException if it cannot be removed
    public static boolean deleteIfExists(Path path) throws IOException {
        return Threads.toThread(() -> Files.deleteIfExists(path));
    }

    /// Makes a directory and those above it, unless they are there ([Files#createDirectories]).
    ///
    /// @param directory the directory
    /// @throws IOException if it cannot be made
    public static void createDirectories(Path directory) throws IOException {
        Threads.toThread(() -> Files.createDirectories(directory));
    }

    /// Makes an empty file for temporary use ([Files#createTempFile]).
    ///
    /// @param prefix how its name begins
    /// @param suffix how its name ends
    /// @return the file
    /// @throws IOException if it cannot be made
    public static Path createTempFile(String prefix, String suffix) throws IOException {
        return Threads.toThread(() -> Files.createTempFile(prefix, suffix));
    }

    /// Makes an empty directory for temporary use ([Files#createTempDirectory]).
    ///
    /// @param prefix how its name begins
    /// @return the directory
    /// @throws IOException if it cannot be made
    public static Path createTempDirectory(String prefix) throws IOException {
        return Threads.toThread(() -> Files.createTempDirectory(prefix));
    }

    // --- what a path is --------------------------------------------------------------------------

    /// {@return whether there is something at a path} ([Files#exists])
    ///
    /// @param path the path
    /// @param options whether to follow symbolic links
    public static boolean exists(Path path, LinkOption... options) {
        return Threads.toThread(() -> Files.exists(path, options));
    }

    /// {@return whether a directory is at a path} ([Files#isDirectory])
    ///
    /// @param path the path
    /// @param options whether to follow symbolic links
    public static boolean isDirectory(Path path, LinkOption... options) {
        return Threads.toThread(() -> Files.isDirectory(path, options));
    }

    /// {@return the size of a file, in bytes} ([Files#size])
    ///
    /// @param file the file
    /// @throws IOException if it cannot be told
    public static long size(Path file) throws IOException {
        return Threads.toThread(() -> Files.size(file));
    }

    /// {@return the attributes of a file: its kind, size and times} ([Files#readAttributes])
    ///
    /// @param path the file
    /// @param options whether to follow symbolic links
    /// @throws IOException if they cannot be read
    public static BasicFileAttributes attributes(Path path, LinkOption... options) throws IOException {
        return Threads.toThread(() -> Files.readAttributes(path, BasicFileAttributes.class, options));
    }
}
