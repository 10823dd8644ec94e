package rondo.conformance;

import rondo.conformance.Result.Words;

/// An operation under the name by which the trace knows it.
record Instruction(String name, Operation operation) {
    /// Does the operation and logs how it ended.
    Result run(Scenario scenario) throws Exception {
        Result result;
        try {
            result = operation.run(scenario);
        } catch (Throwable e) {
            if (operation.logsItsFailure()) {
                scenario.log(name, "!" + Notation.describe(e));
            }
            throw e;
        }
        if (result instanceof Words(String text)) {
            scenario.log(name, text);
        }
        return result;
    }
}
