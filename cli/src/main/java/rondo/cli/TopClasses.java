package rondo.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.util.List;

/// Listens to javac for the top-level classes of a source.
final class TopClasses implements TaskListener {
    private List<String> names = List.of();

    /// {@return their binary names, in the order of the source}
    List<String> names() {
        return names;
    }

    @Override
    public void finished(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.PARSE) {
            names = namesIn(event.getCompilationUnit());
        }
    }

    private static List<String> namesIn(CompilationUnitTree unit) {
        var inPackage = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(declaration -> inPackage + ((ClassTree) declaration).getSimpleName())
                .toList();
    }
}
