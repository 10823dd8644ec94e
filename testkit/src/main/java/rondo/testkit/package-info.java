/// Deterministic simulation: ordinary programs, run in virtual time, in orders that a seed chooses, and
/// replayed exactly.
package rondo.testkit;
