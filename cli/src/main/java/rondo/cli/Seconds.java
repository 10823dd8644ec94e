package rondo.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how long to pause between two looks: seconds, with or without a fraction.
final class Seconds implements ITypeConverter<Duration> {
    private static final double LONGEST = 86_400;
    private static final double NANOS = 1e9;

    @Override
    public Duration convert(String text) {
        double seconds;
        try {
            seconds = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            seconds = Double.NaN;
        }
        if (!(seconds > 0 && seconds <= LONGEST)) {
            throw new TypeConversionException("'" + text + "' is no such time; use more than 0 and at most "
                    + (long) LONGEST + " seconds, for example 0.5");
        }
        return Duration.ofNanos((long) (seconds * NANOS));
    }
}
