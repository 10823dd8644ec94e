/// The event loop: ready queue, timers, poll, and the carriers that give a coroutine its thread.
package rondo.loop;
