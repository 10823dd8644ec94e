package rondo.cli;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import rondo.loop.CarrierChoice;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.observe.MonitorFolder;

/// `rondo doctor`: which carrier a loop gets here, why, and the flags that give it the fast one elsewhere.
@Command(
        name = "doctor",
        description = {
            "Says which carrier a loop gets here, and which flag gives it the fast one elsewhere.",
            "With PID: which carrier the loops of that process have, and whether they answer."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PID",
            converter = ProcessNumber.class,
            description = "a process that runs event loops")
    private @Nullable Long pid;

    @Override
    public Integer call() {
        return pid == null ? here() : of(pid);
    }

    private static int of(long pid) {
        try {
            for (var loop : new MonitoredProcess(pid).view("snapshot 0").loops()) {
                System.out.printf(
                        "event loop '%s': %s carrier, %d tasks, %s%n",
                        loop.name(),
                        loop.carrier(),
                        loop.tasks().size(),
                        loop.answers() ? "answers" : "is blocked by " + loop.running());
                if (loop.carrier().equals("baton")) {
                    System.out.println("  the direct carrier is faster; it needs " + flag());
                }
            }
            return ExitCode.OK;
        } catch (MonitorRefusal e) {
            System.err.println("rondo doctor: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static int here() {
        var open = Object.class.getModule().isOpen("java.lang", EventLoop.class.getModule());
        System.out.printf("Java      %s, %s%n", Runtime.version(), System.getProperty("java.home"));
        System.out.printf("java.lang %s%n", open ? "open to Rondo" : "not open to Rondo");
        System.out.printf("carrier   %s, %s%n", carrier(), reason(open));
        System.out.printf("%nA program with a launcher of its own gets the direct carrier by%n    %s%n", flag());
        System.out.println("or, in an executable jar, by the manifest entry Add-Opens: java.base/java.lang.");
        System.out.println("\nprocesses with an event loop, for rondo ps: " + processes());
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

    private static String processes() {
        var found = MonitorFolder.candidates().stream()
                .flatMap(folder -> ProcessHandle.allProcesses()
                        .map(ProcessHandle::pid)
                        .filter(each -> Files.exists(folder.resolve(MonitorFolder.socketName(each)))))
                .distinct()
                .map(String::valueOf)
                .toList();
        return found.isEmpty() ? "none" : String.join(", ", found);
    }

    private static String flag() {
        var module = EventLoop.class.getModule();
        return "--add-opens java.base/java.lang=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
}
