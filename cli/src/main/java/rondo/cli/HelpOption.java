package rondo.cli;

import picocli.CommandLine.Option;

/// `--help`, as every command has it.
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;
}
