package rondo.testkit;

import java.util.List;
import rondo.loop.ErrorReport;

/// A run passed, but errors that no caller could catch were reported to the loop meanwhile.
public final class UnhandledError extends AssertionError {
    private static final long serialVersionUID = 1L;

    UnhandledError(List<ErrorReport> reports) {
        super(
                "errors that no caller could catch: "
                        + String.join(
                                "; ", reports.stream().map(UnhandledError::line).toList()),
                reports.getFirst().exception());
    }

    private static String line(ErrorReport report) {
        return report.message() + (report.exception() == null ? "" : ": " + report.exception());
    }
}
