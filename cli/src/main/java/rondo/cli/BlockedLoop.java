package rondo.cli;

import rondo.cli.ProcessView.LoopView;

/// What is said of a loop that does not answer.
final class BlockedLoop {
    private BlockedLoop() {}

    static String text(LoopView loop) {
        var text = new StringBuilder("event loop '")
                .append(loop.name())
                .append("' does not answer: ")
                .append(loop.running())
                .append(" blocks it, at\n");
        loop.stack().forEach(frame -> text.append("    ").append(frame).append('\n'));
        return text.toString();
    }
}
