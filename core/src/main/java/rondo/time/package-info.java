/// Clocks: the only room that reads the system's time.
package rondo.time;
