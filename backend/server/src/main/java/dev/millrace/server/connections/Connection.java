package dev.millrace.server.connections;

/** A system that is set up, and can be tried. */
public interface Connection {
    /** Short and stable: kafka or flink. */
    String name();

    /** Where it is, without secrets. */
    String address();

    /** Tries to reach it, from a new connection on. Blocks for at most {@link ConnectionCheck#PATIENCE}; never fails. */
    ConnectionCheck check();
}
