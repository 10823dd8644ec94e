/// Looking at a loop from inside the program: who waits for whom, and where.
package rondo.observe;
