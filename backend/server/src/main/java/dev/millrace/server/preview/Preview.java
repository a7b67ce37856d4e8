package dev.millrace.server.preview;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that every output port gave for a sample.
 *
 * @param ports those that ran
 * @param ran nodes that could run: without errors, and so is all before them
 * @param notes what a person should know of the sample, such as a topic without records
 * @param fates what became of the rows; of a preview that ended early nothing is said
 * @param failure why it ended before the end of the sample; the rows until then are there
 */
public record Preview(Map<PortRef, Rows> ports, Set<NodeId> ran, List<String> notes, Optional<Failure> failure, Duration took, RowFates fates) {
    public Preview {
        ports = Map.copyOf(ports);
        ran = Set.copyOf(ran);
        notes = List.copyOf(notes);
    }

    /**
     * @param count of all rows
     * @param first the first of them, in the order in which they left; all, unless there are very many
     * @param newest the one that left last
     * @param watermark how far event time had come behind it when the sample was used up; empty where there is none
     * @param over whether no more can come, so that event time is over
     */
    public record Rows(long count, List<Row> first, Optional<Row> newest, Optional<Instant> watermark, boolean over) {
        public static final Rows NONE = new Rows(0, List.of(), Optional.empty(), Optional.empty(), false);

        public Rows {
            first = List.copyOf(first);
        }
    }

    /** @param kind +I, -U, +U or -D @param json the row as a JSON object */
    public record Row(String kind, String json) {}

    /**
     * @param node where it failed, if that is known
     * @param mayPass whether it may go another time, as where the time was over
     */
    public record Failure(Optional<NodeId> node, String message, boolean mayPass) {
        public Failure(Optional<NodeId> node, String message) {
            this(node, message, false);
        }
    }
}
