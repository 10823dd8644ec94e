package rondo.hazard;

import java.util.concurrent.locks.ReentrantLock;

/// A lock of the JDK's, of either kind: virtual threads queue for them in different ways.
enum LockKind {
    REENTRANT {
        @Override
        Mutex create() {
            var lock = new ReentrantLock();
            return body -> {
                lock.lock();
                try {
                    body.run();
                } finally {
                    lock.unlock();
                }
            };
        }
    },
    MONITOR {
        @Override
        Mutex create() {
            var monitor = new Object();
            return body -> {
                synchronized (monitor) {
                    body.run();
                }
            };
        }
    };

    abstract Mutex create();

    @FunctionalInterface
    interface Mutex {
        void holding(Runnable body);
    }
}
