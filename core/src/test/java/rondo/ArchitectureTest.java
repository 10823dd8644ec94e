package rondo;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Holds the direction of the rooms, `time <- loop <- task <- {group, sync} <- io`, and who may look at the time.
@AnalyzeClasses(packages = "rondo", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule roomsLookOnlyDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("time")
            .definedBy("rondo.time..")
            .layer("loop")
            .definedBy("rondo.loop..")
            .layer("task")
            .definedBy("rondo.task..")
            .layer("group")
            .definedBy("rondo.group..")
            .layer("sync")
            .definedBy("rondo.sync..")
            .layer("io")
            .definedBy("rondo.io..")
            .layer("observe")
            .definedBy("rondo.observe..")
            .layer("front door")
            .definedBy("rondo")
            .whereLayer("time")
            .mayNotAccessAnyLayer()
            .whereLayer("loop")
            .mayOnlyAccessLayers("time")
            .whereLayer("task")
            .mayOnlyAccessLayers("time", "loop")
            .whereLayer("group")
            .mayOnlyAccessLayers("time", "loop", "task")
            .whereLayer("sync")
            .mayOnlyAccessLayers("time", "loop", "task")
            .whereLayer("io")
            .mayOnlyAccessLayers("time", "loop", "task", "group", "sync")
            .whereLayer("observe")
            .mayOnlyAccessLayers("time", "loop", "task")
            .whereLayer("front door")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule onlyTimeReadsTheSystemClock =
            noClasses().that().resideOutsideOfPackage("rondo.time..").should().callMethodWhere(readsTheSystemClock());

    @ArchTest
    static final ArchRule nothingSleeps = noClasses().should().callMethodWhere(sleeps());

    private static DescribedPredicate<JavaCall<?>> readsTheSystemClock() {
        return describe("reads the system clock", call -> {
            var owner = call.getTargetOwner();
            var method = call.getTarget().getName();
            if (owner.isEquivalentTo(System.class)) {
                return method.equals("nanoTime") || method.equals("currentTimeMillis");
            }
            return owner.getPackageName().equals("java.time") && (method.equals("now") || method.startsWith("system"));
        });
    }

    private static DescribedPredicate<JavaCall<?>> sleeps() {
        return describe(
                "sleeps",
                call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                        && call.getTarget().getName().equals("sleep"));
    }
}
