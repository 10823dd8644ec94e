package rondo.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.conformance.Result.Returned;

/// Operations to be done one after the other.
record Block(List<Instruction> instructions) {
    /// {@return what one of them returned from the coroutine with; null if none did}
    @Nullable Returned run(Scenario scenario) throws Exception {
        for (Instruction instruction : instructions) {
            if (instruction.run(scenario) instanceof Returned returned) {
                return returned;
            }
        }
        return null;
    }
}
