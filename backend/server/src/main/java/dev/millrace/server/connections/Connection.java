package dev.millrace.server.connections;

import dev.millrace.rel.Topic;
import java.util.Locale;

/** A system that is set up, and can be tried. */
public interface Connection {
    /** What it is one of. */
    enum Kind { FLINK, KAFKA }

    Kind kind();

    /** The name under which it is set up. */
    String cluster();

    /** Short and stable: kafka or flink for the default one, kafka-west for the one called west. */
    default String name() {
        String name = kind().name().toLowerCase(Locale.ROOT);
        return cluster().equals(Topic.DEFAULT_CLUSTER) ? name : name + "-" + cluster();
    }

    /** Where it is, without secrets. */
    String address();

    /** Tries to reach it, from a new connection on. Blocks for at most {@link ConnectionCheck#PATIENCE}; never fails. */
    ConnectionCheck check();
}
