package rondo.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Where the processes of one user that run loops can be reached: a folder of Unix sockets, one a process, that
/// nobody else may enter.
public final class MonitorFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final String ENDING = ".sock";

    /// What an address of a Unix socket has room for (`sun_path`, without the zero at its end).
    private static final int LONGEST_PATH_BYTES =
            System.getProperty("os.name").equals("Linux") ? 107 : 103; // on macOS and BSD

    private MonitorFolder() {}

    /// {@return the folders in which a process of this user may have its socket, the likeliest first,
    /// unmodifiable} They need not exist.
    public static List<Path> candidates() {
        Path shared = Path.of(System.getProperty("java.io.tmpdir"), "rondo-" + System.getProperty("user.name"));
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return runtime == null || runtime.isEmpty() ? List.of(shared) : List.of(Path.of(runtime, "rondo"), shared);
    }

    /// {@return the name of a process's socket}
    ///
    /// @param pid the process
    public static String socketName(long pid) {
        return pid + ENDING;
    }

    /// {@return a folder that only this user may enter, made if need be}
    ///
    /// @throws IOException if there is none; it says what is wrong with each
    static Path open() throws IOException {
        var refusals = new IOException("there is no folder for monitor sockets that only its owner may enter");
        for (Path folder : candidates()) {
            try {
                checkLength(folder);
                create(folder);
                check(folder);
                sweep(folder);
                return folder;
            } catch (IOException e) {
                refusals.addSuppressed(e);
            }
        }
        throw refusals;
    }

    private static void checkLength(Path folder) throws IOException {
        String socket =
                folder.resolve(socketName(ProcessHandle.current().pid())).toString();
        if (socket.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) {
            throw new IOException(socket + " is too long for the address of a socket, which has room for "
                    + LONGEST_PATH_BYTES + " bytes");
        }
    }

    private static void create(Path folder) throws IOException {
        try {
            if (posix(folder)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException _) {
            // made by another process, or by somebody else: checked next
        }
    }

    /// Checks that nobody but this user may enter a folder, so that whoever answers at a socket in it is a process of
    /// this user. Says nothing where the file system has no POSIX permissions.
    ///
    /// @param folder a folder of [#candidates()] that exists
    /// @throws IOException if others may enter it or own it, or if it cannot be looked at; it says what to do
    public static void check(Path folder) throws IOException {
        if (!posix(folder)) {
            return;
        }
        var attributes = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory() || !attributes.permissions().equals(OWNER_ONLY)) {
            throw new IOException(
                    folder + " is not a folder that only its owner may enter; remove it, or chmod 700 it");
        }
        String owner = attributes.owner().getName();
        if (!owner.equals(System.getProperty("user.name"))) {
            throw new IOException(folder + " belongs to '" + owner + "'; remove it");
        }
    }

    private static boolean posix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Removes the sockets of processes that have ended without doing so.
    private static void sweep(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("\\d{1,18}\\.sock")
                        && ProcessHandle.of(Long.parseLong(name.substring(0, name.length() - ENDING.length())))
                                .isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
