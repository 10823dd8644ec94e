package rondo.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A frame of a stack, shortened: `rondo.task.Sleep.sleep(Sleep.java:45)` is `Sleep.sleep Sleep.java:45`.
final class FrameText {
    private static final Pattern FRAME = Pattern.compile("(?:.*\\.)?([^.]+)\\.([^.(]+)\\((.*)\\)");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");

    private FrameText() {}

    /// {@return the class and method, and the place}
    static String withPlace(String frame) {
        Matcher parts = FRAME.matcher(frame);
        return parts.matches() ? name(parts) + " " + parts.group(3) : frame;
    }

    /// {@return the classes and methods of a stack, newest first, as asyncio writes a chain}
    static String chain(List<String> frames) {
        return String.join(
                " -> ", frames.stream().map(FrameText::name).distinct().toList());
    }

    private static String name(String frame) {
        Matcher parts = FRAME.matcher(frame);
        return parts.matches() ? name(parts) : frame;
    }

    private static String name(Matcher parts) {
        Matcher lambda = LAMBDA.matcher(parts.group(2));
        return parts.group(1) + "." + (lambda.matches() ? lambda.group(1) : parts.group(2));
    }
}
