package dev.millrace.server.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that starts on a thread of its own. */
public final class Starting<T extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(Starting.class);

    private final CompletableFuture<T> server;

    private Starting(CompletableFuture<T> server) {
        this.server = server;
    }

    static <T extends AutoCloseable> Starting<T> done(T server) {
        return new Starting<>(CompletableFuture.completedFuture(server));
    }

    /** @param name of the thread, for whoever looks at a start that hangs */
    public static <T extends AutoCloseable> Starting<T> begin(String name, Supplier<T> start) {
        var server = new CompletableFuture<T>();
        var thread = new Thread(() -> {
            try {
                server.complete(start.get());
            } catch (Throwable e) {
                server.completeExceptionally(e);
            }
        }, "start of " + name);
        // What keeps the process alive is the application; a start that hangs must not.
        thread.setDaemon(true);
        thread.start();
        return new Starting<>(server);
    }

    /** Waits until it runs. @throws StartRefused or what else kept it from starting */
    public T await() {
        try {
            return server.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Waits for the end of the start, so that nothing is left behind, and stops it. */
    public void stop() {
        T running;
        try {
            running = await();
        } catch (RuntimeException e) {
            // It never ran; whoever waited for it was told why.
            return;
        }
        try {
            running.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly", running.getClass().getSimpleName(), e);
        }
    }
}
