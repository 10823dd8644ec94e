package rondo.net;

import java.util.concurrent.Executor;

/// A platform thread for each job, which ends with it: for waits that cannot be polled and have no bound. They
/// must not take the places of the loop's helper threads.
///
/// @param name the threads' name
record ThreadEach(String name) implements Executor {
    private static final int STACK_BYTES = 256 << 10;

    @Override
    public void execute(Runnable job) {
        Thread.ofPlatform()
                .daemon()
                .name(name)
                .stackSize(STACK_BYTES)
                .inheritInheritableThreadLocals(false)
                .start(job);
    }
}
