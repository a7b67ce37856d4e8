package dev.millrace.server.kafka;

import dev.millrace.schema.LogicalType;
import java.util.List;
import java.util.Optional;

/**
 * Columns proposed from the newest records of a topic, in order of first appearance.
 *
 * @param sampled records looked at
 * @param unreadable records among them that are no JSON object
 * @param timeColumn a column that could be the event time
 */
public record InferredColumns(String topic, int sampled, int unreadable, List<InferredColumn> columns, Optional<String> timeColumn) {
    public InferredColumns {
        columns = List.copyOf(columns);
    }

    /**
     * @param present share of readable records that have it, 0 to 1
     * @param fits share of the values present that fit the type, 0 to 1
     * @param note what to know or do, e.g. that numbers look like milliseconds since 1970; may be empty
     */
    public record InferredColumn(String name, LogicalType type, double present, double fits, String note) {}
}
