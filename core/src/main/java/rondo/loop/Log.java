package rondo.loop;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the loop writes what nobody handles: the system logger named `rondo`.
final class Log {
    private Log() {}

    static void warning(String message, @Nullable Throwable error) {
        logger().log(System.Logger.Level.WARNING, message, error);
    }

    static void blockedCall(BlockedCall call) {
        warning(call.toString(), null);
    }

    /// asyncio's default exception handler: error level, details sorted by key.
    static void report(ErrorReport report) {
        var text = new StringBuilder(report.message());
        for (Map.Entry<String, Object> detail : report.details().entrySet()) {
            text.append("\n").append(detail.getKey()).append(": ").append(detail.getValue());
            if (detail.getValue() instanceof Throwable stack) {
                for (StackTraceElement frame : stack.getStackTrace()) {
                    text.append("\n\tat ").append(frame);
                }
            }
        }
        logger().log(System.Logger.Level.ERROR, text.toString(), report.exception());
    }

    private static System.Logger logger() {
        return System.getLogger("rondo");
    }
}
