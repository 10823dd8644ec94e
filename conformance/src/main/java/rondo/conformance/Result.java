package rondo.conformance;

import org.jspecify.annotations.Nullable;

/// How an operation ended that did not fail.
sealed interface Result {
    /// Nothing to log.
    record Silent() implements Result {}

    /// Ended, with these words for the trace.
    record Words(String text) implements Result {}

    /// The coroutine returns, through every enclosing block.
    record Returned(@Nullable Object value) implements Result {}

    Result SILENT = new Silent();
    Result OK = new Words("ok");
    Result UNSET = new Words("unset");

    static Result value(@Nullable Object value) {
        return new Words(Notation.show(value));
    }

    /// The result of an operation that held a block: the block's own return goes first.
    static Result afterBlock(@Nullable Returned returned, Result otherwise) {
        return returned == null ? otherwise : returned;
    }
}
