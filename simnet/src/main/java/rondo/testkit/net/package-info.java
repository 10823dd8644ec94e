/// Hosts, the network between them, and what goes wrong with both.
package rondo.testkit.net;
