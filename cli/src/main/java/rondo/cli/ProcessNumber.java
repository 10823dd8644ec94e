package rondo.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads which process is meant.
final class ProcessNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException(
                    "'" + text + "' is no number of a process; rondo doctor lists those that run event loops");
        }
    }
}
