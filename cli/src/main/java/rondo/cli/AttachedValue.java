package rondo.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Has an option with a value of its own choice take one only behind a `=`: `--watch PID` would otherwise watch every
/// PID seconds, and miss the PID.
final class AttachedValue implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
            Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> found) {
        if (!"=".equals(found.get("separator"))) {
            arguments.push(((OptionSpec) argument).fallbackValue());
        }
        return false; // picocli goes on with what stands on top
    }
}
