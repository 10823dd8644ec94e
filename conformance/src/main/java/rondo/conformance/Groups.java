package rondo.conformance;

import org.jspecify.annotations.Nullable;
import rondo.conformance.Result.Returned;
import rondo.conformance.Result.Words;
import rondo.group.TaskGroup;
import rondo.task.Task;

/// The operations on task groups.
sealed interface Groups extends Operation {
    record Group(String variable, Block body) implements Groups {
        @Override
        public Result run(Scenario scenario) throws Exception {
            Returned returned = TaskGroup.call(group -> {
                scenario.groups().put(variable, group);
                return body.run(scenario);
            });
            return Result.afterBlock(returned, Result.OK);
        }
    }

    /// Any task may add to a group, while it takes new ones.
    record GroupSpawn(String variable, String taskVariable, String coroutine) implements Groups {
        @Override
        public Result run(Scenario scenario) {
            TaskGroup group = scenario.groups().get(variable);
            if (group == null) {
                return Result.UNSET;
            }
            Task<?> task = scenario.assign(
                    taskVariable,
                    scenario.spawn(coroutine, (body, options) -> group.<@Nullable Object>createTask(body, options)));
            return new Words(task.name());
        }
    }
}
