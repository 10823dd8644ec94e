/// Futures and tasks: what a program awaits, how it is cancelled, and for how long.
package rondo.task;
