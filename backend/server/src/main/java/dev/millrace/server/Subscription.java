package dev.millrace.server;

/** Ends a listener's interest; closing twice does nothing. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override void close();
}
