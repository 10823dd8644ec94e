/// Running several things at once: gather, wait, asCompleted, the task group and the shield.
///
/// One file a way of waiting. All of them work on children that are futures of the same loop; what is not a
/// future yet is made a task, in the order of the arguments. Only the loop's thread may call them, and from a
/// task: each suspends the calling task.
package rondo.group;
