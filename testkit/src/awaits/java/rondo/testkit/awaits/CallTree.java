package rondo.testkit.awaits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Who calls whom in compiled classes, as far as their methods' code says it. A virtual call may be one of each
/// class below; what a lambda does is done by whoever calls its interface.
final class CallTree {
    private final Map<String, Set<String>> below = new HashMap<>(); // classes, to those that extend or implement them
    private final Map<String, String> parents = new HashMap<>(); // classes, to what they extend
    private final Set<String> declared = new HashSet<>(); // methods
    private final Map<String, Set<String>> callers = new HashMap<>(); // methods, to those that call them

    /// @param folders where the classes are
    CallTree(Collection<Path> folders) throws IOException {
        var classes = new ArrayList<ClassModel>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".class")).forEach(file -> classes.add(parse(file)));
            }
        }
        classes.forEach(this::addSupertypes);
        classes.forEach(this::addCalls);
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addSupertypes(ClassModel type) {
        String name = type.thisClass().asInternalName();
        type.superclass().ifPresent(parent -> {
            parents.put(name, parent.asInternalName());
            add(below, parent.asInternalName(), name);
        });
        type.interfaces().forEach(parent -> add(below, parent.asInternalName(), name));
        type.methods()
                .forEach(method -> declared.add(name(name, method.methodName().stringValue())));
    }

    private void addCalls(ClassModel type) {
        for (MethodModel method : type.methods()) {
            String caller =
                    name(type.thisClass().asInternalName(), method.methodName().stringValue());
            method.code()
                    .ifPresent(code -> code.elementStream()
                            .filter(InvokeInstruction.class::isInstance)
                            .map(InvokeInstruction.class::cast)
                            .forEach(call -> addCall(caller, call)));
        }
    }

    private void addCall(String caller, InvokeInstruction call) {
        String method = call.name().stringValue();
        for (String owner : atOrBelow(declaring(call.owner().asInternalName(), method))) {
            add(callers, name(owner, method), caller);
        }
    }

    /// {@return the class itself, or the nearest one above that declares the method}
    private String declaring(String type, String method) {
        String found = type;
        while (!declared.contains(name(found, method)) && parents.containsKey(found)) {
            found = parents.get(found);
        }
        return declared.contains(name(found, method)) ? found : type;
    }

    private List<String> atOrBelow(String type) {
        var all = new ArrayList<String>(List.of(type));
        for (int i = 0; i < all.size() && type.startsWith("rondo/"); i++) {
            all.addAll(below.getOrDefault(all.get(i), Set.of()));
        }
        return all;
    }

    /// {@return the method, and those of the classes below that take its place}
    List<String> implementations(String method) {
        int point = method.lastIndexOf('.');
        return atOrBelow(method.substring(0, point).replace('.', '/')).stream()
                .map(type -> name(type, method.substring(point + 1)))
                .toList();
    }

    private static void add(Map<String, Set<String>> to, String key, String value) {
        to.computeIfAbsent(key, any -> new HashSet<>()).add(value);
    }

    /// {@return `type.method`, with a point between the two and in the type's name}
    static String name(String type, String method) {
        return type.replace('/', '.') + "." + method;
    }

    /// {@return the methods that may call one of these, directly or not, and these}
    Set<String> thatReach(Collection<String> methods) {
        var reached = new HashSet<>(methods);
        var next = new ArrayDeque<>(methods);
        while (!next.isEmpty()) {
            for (String caller : callers.getOrDefault(next.remove(), Set.of())) {
                if (reached.add(caller)) {
                    next.add(caller);
                }
            }
        }
        return reached;
    }
}
