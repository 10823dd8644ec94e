/// Simulations as JUnit tests.
package rondo.testkit.junit;
