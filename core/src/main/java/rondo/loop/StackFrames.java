package rondo.loop;

import java.util.List;

/// Whose code the frames of a stack are, told by the names of their classes.
///
/// The names of modules do not tell it: a program may be a module, and so may Rondo.
public final class StackFrames {
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");
    private static final List<String> RONDO = List.of("rondo.");

    /// Under every await.
    private static final List<String> CARRIERS =
            List.of("java.lang.", "java.util.concurrent.locks.LockSupport", "jdk.internal.", "rondo.loop.");

    private StackFrames() {}

    /// {@return whether a class is the program's, or a library's that it uses: neither the JDK's nor Rondo's}
    ///
    /// @param className its full name
    public static boolean ofProgram(String className) {
        return !anyOf(JDK, className) && !anyOf(RONDO, className);
    }

    /// {@return whether a class is part of how coroutines are suspended and resumed}
    ///
    /// @param className its full name
    public static boolean ofCarriers(String className) {
        return anyOf(CARRIERS, className);
    }

    /// {@return whether a class is one of some, is nested in one, or is of one of some packages}
    ///
    /// @param packagesAndClasses full names; a package's ends in a dot, and stands for those below it too
    /// @param className the class's full name
    public static boolean anyOf(List<String> packagesAndClasses, String className) {
        return packagesAndClasses.stream().anyMatch(each -> belongsTo(each, className));
    }

    private static boolean belongsTo(String packageOrClass, String className) {
        return packageOrClass.endsWith(".")
                ? className.startsWith(packageOrClass)
                : className.equals(packageOrClass) || className.startsWith(packageOrClass + "$");
    }

    /// {@return where in the program a stack is: its innermost frame; if there is none, the outermost of all}
    static String callSite(List<StackTraceElement> stack) {
        String outermost = "unknown";
        for (StackTraceElement frame : stack) {
            outermost = frame.toString();
            if (ofProgram(frame.getClassName())) {
                return outermost;
            }
        }
        return outermost;
    }
}
