package rondo.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// What `rondo --version` prints.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Cli.class.getPackage().getImplementationVersion();
        return new String[] {
            "rondo " + Objects.requireNonNullElse(version, "(not from a jar)"),
            "on " + System.getProperty("java.vm.name") + " " + Runtime.version()
        };
    }
}
