package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.DeadLetter;
import dev.millrace.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Rows come in from outside. Every source has two outputs: the rows, and what could not be decoded or lacks event time.
 *
 * <pre>
 *   topic ──▶ [ source ] ──▶ out   rows
 *                      └───▶ bad   raw bytes and reason
 * </pre>
 */
public non-sealed interface Source extends Shape {
    String OUT = "out";
    String BAD = "bad";

    List<Port> OUTPUTS = List.of(Port.output(OUT, "Rows"), new Port(BAD, "Bad records", false, Port.Role.REJECTED));

    default List<Port> outputs() {
        return OUTPUTS;
    }

    /** Schema of the rows; empty where it cannot be known yet. Says to {@code at} what is wrong. */
    Optional<Schema> infer(Scope at);

    /** The scan; called only where {@link #infer} found nothing wrong. */
    Rel.Scan lower(Scope at);

    /** The Kafka cluster whose topics it reads, where its settings name one; empty: the default one, or it reads none. */
    default Optional<ClusterName> cluster() {
        return Optional.empty();
    }

    /** The Kafka topics it names, if it reads some. */
    default List<String> readsTopics() {
        return List.of();
    }

    /** Whether it reads the Kafka topic of that name of its cluster. */
    default boolean readsTopic(String name) {
        return readsTopics().contains(name);
    }

    /** Whether it reads that Kafka topic. */
    default boolean reads(Topic topic) {
        return ClusterName.of(cluster()).equals(topic.cluster()) && readsTopic(topic.name());
    }

    /** How its records, or the lines of its files, are read, as far as its settings say; empty where it reads neither. */
    default Optional<Rel.Format> readsAs() {
        return Optional.empty();
    }

    /** Schemas of both outputs. */
    static SequencedMap<String, Schema> outputs(Schema rows) {
        var schemas = new LinkedHashMap<String, Schema>();
        schemas.put(OUT, rows);
        schemas.put(BAD, DeadLetter.SCHEMA);
        return schemas;
    }
}
