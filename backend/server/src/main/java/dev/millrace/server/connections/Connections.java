package dev.millrace.server.connections;

import dev.millrace.rel.Topic;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The systems that are set up, by what they are and by name. */
public final class Connections {
    private final List<Connection> all;

    public Connections(List<Connection> all) {
        this.all = all.stream().sorted(Comparator.comparing(Connection::kind).thenComparing(c -> !c.cluster().equals(Topic.DEFAULT_CLUSTER)).thenComparing(Connection::cluster)).toList();
    }

    public List<Connection> all() {
        return all;
    }

    public Optional<Connection> find(String name) {
        return all.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
