package rondo.cli;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.observe.LastWords;
import rondo.task.SignalInterrupt;

/// A compiled program.
///
/// @param topClasses the binary names of the classes that may hold its `main`: the first that does is started
/// @param classes every class, by binary name
record Program(List<String> topClasses, Map<String, byte[]> classes) {
    /// Enough for a recursion a million frames deep in a task.
    private static final long STACK_BYTES = 64L << 20;

    private static final String MAIN_THREAD = "main";

    /// Runs `main` on a thread of its own and waits until it has ended. What it throws goes to the uncaught
    /// exception handler, as from Java's own main thread.
    ///
    /// @param classPath jars and folders besides Rondo, in the system's own notation; may be empty
    /// @return the exit status that its end asks for
    int run(String classPath, List<String> arguments) throws InterruptedException {
        var loader = new ProgramLoader(classes, parent(classPath));
        var main = main(loader);
        if (main == null) {
            System.err.println("rondo run: the program has no main() or main(String[]) that can be started");
            return ExitCode.FAILED;
        }
        var status = new AtomicInteger();
        var lastWords = new LastWords(System.err);
        EventLoop.atStart(lastWords::attach);
        var thread = new Thread(null, () -> status.set(invoke(main, arguments, lastWords)), MAIN_THREAD, STACK_BYTES);
        System.setProperty("rondo.mainThread", MAIN_THREAD);
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        return status.get();
    }

    private static int invoke(MainMethod main, List<String> arguments, LastWords lastWords) {
        try {
            main.invoke(arguments.toArray(String[]::new));
            return ExitCode.OK;
        } catch (SignalInterrupt e) {
            return e.exitCode();
        } catch (Throwable e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            var words = lastWords.of(e);
            if (words != null) {
                System.err.println(words);
            }
            return ExitCode.FAILED;
        }
    }

    private @Nullable MainMethod main(ClassLoader loader) {
        for (var name : topClasses) {
            var main = MainMethod.of(load(name, loader));
            if (main != null) {
                return main;
            }
        }
        return null;
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("javac wrote no class " + name, e);
        }
    }

    private static ClassLoader parent(String classPath) {
        var own = Program.class.getClassLoader();
        var urls = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Program::url)
                .toArray(URL[]::new);
        return urls.length == 0 ? own : new URLClassLoader(urls, own);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a jar or a folder: " + entry, e);
        }
    }
}
