/// Locks, events, conditions, semaphores, barriers and queues for the tasks of one event loop: asyncio's `locks`
/// and `queues`.
///
/// None of them is thread-safe, none needs to be: tasks of one loop never run at the same time. A primitive may
/// be made anywhere; it belongs to the first loop on which a task had to wait for it. From then on it makes no
/// task of another loop wait, and while that loop runs it refuses to be changed from elsewhere; both are an
/// [IllegalStateException] that names the loops. To reach one from another thread use
/// [rondo.loop.EventLoop#callSoonThreadsafe(Runnable)].
///
/// Tasks that wait do so in line, and go on in the order in which they came. An operation that need not wait
/// returns without giving any other task a turn.
package rondo.sync;
