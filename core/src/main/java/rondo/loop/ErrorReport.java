package rondo.loop;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An error that no caller can catch.
///
/// @param message what happened, one line
/// @param exception the error itself, or null when there is none
/// @param details what it concerns, by asyncio's keys (`future`, `task`, `handle`, ...); sorted by key,
/// unmodifiable
public record ErrorReport(String message, @Nullable Throwable exception, Map<String, Object> details) {
    /// Copies and sorts the details.
    public ErrorReport {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /// {@return this report with where the thing was created, by asyncio's key `source_traceback`; this one if that is
    /// not known}
    ///
    /// @param created its stack, kept in debug mode; null when not
    public ErrorReport withSourceTraceback(@Nullable Throwable created) {
        if (created == null) {
            return this;
        }
        var more = new TreeMap<>(details);
        more.put("source_traceback", created);
        return new ErrorReport(message, exception, more);
    }

    /// Creates a report about one thing.
    ///
    /// @param message what happened, one line
    /// @param exception the error itself, or null
    /// @param key asyncio's key of the thing
    /// @param subject the thing
    public ErrorReport(String message, @Nullable Throwable exception, String key, Object subject) {
        this(message, exception, Map.of(key, subject));
    }
}
