package rondo.loop;

import java.util.List;

/// An await on a stack that the JDK cannot suspend.
final class Pinned {
    private Pinned() {}

    static IllegalStateException exception(List<StackTraceElement> stack) {
        return new IllegalStateException("cannot await here: " + culprit(stack)
                + " is on the stack, and a coroutine cannot be suspended in a class initialiser or under a native method;"
                + " await before it, and pass the value in");
    }

    private static String culprit(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> frame.isNativeMethod() || frame.getMethodName().equals("<clinit>"))
                .filter(frame -> !frame.getClassName().startsWith("java.lang.VirtualThread")
                        && !frame.getClassName().startsWith("jdk.internal.vm."))
                .map(StackTraceElement::toString)
                .findFirst()
                .orElse("a native frame");
    }
}
