package rondo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import rondo.loop.CarrierChoice;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;

/// `rondo doctor`: which carrier a loop gets here, why, and the flags that give it the fast one elsewhere.
@Command(
        name = "doctor",
        description = "Says which carrier a loop gets here, and which flag gives it the fast one elsewhere.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var open = Object.class.getModule().isOpen("java.lang", EventLoop.class.getModule());
        System.out.printf("Java      %s, %s%n", Runtime.version(), System.getProperty("java.home"));
        System.out.printf("java.lang %s%n", open ? "open to Rondo" : "not open to Rondo");
        System.out.printf("carrier   %s, %s%n", carrier(), reason(open));
        System.out.printf("%nA program with a launcher of its own gets the direct carrier by%n    %s%n", flag());
        System.out.println("or, in an executable jar, by the manifest entry Add-Opens: java.base/java.lang.");
        return ExitCode.OK;
    }

    private static String carrier() {
        try (var loop = new EventLoop(LoopOptions.defaults().withCarrier(CarrierChoice.AUTO))) {
            return loop.carrier();
        }
    }

    private static String reason(boolean open) {
        var named = System.getProperty("rondo.carrier");
        if (named != null) {
            return "as -Drondo.carrier=" + named + " says";
        }
        return open ? "the fast one, because java.lang is open" : "which needs no flag, because java.lang is not open";
    }

    private static String flag() {
        var module = EventLoop.class.getModule();
        return "--add-opens java.base/java.lang=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
}
