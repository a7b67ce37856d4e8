package dev.millrace.flink.gateway;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.runtime.count.FailureBehindPort;
import dev.millrace.server.deployment.Observation.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds in what Flink says of a failure the cause in plain words, the node where it happened and the row. */
final class FailureReader {
    private static final int LONGEST_TRACE = 20_000;
    private static final Pattern BEHIND = Pattern.compile(Pattern.quote(FailureBehindPort.SAYS) + "([a-z0-9-]+)\\.(.+)");
    private static final Pattern ROW = Pattern.compile("^" + Pattern.quote(FailureBehindPort.ROW) + "(.*)$", Pattern.MULTILINE);
    private static final Pattern OPERATOR = Pattern.compile("([a-z0-9-]+)/[^#]+#\\d+");
    private static final Pattern SINK_OPERATOR = Pattern.compile("([a-z0-9-]+)/sink#\\d+");

    private FailureReader() {}

    /** @param exceptions answer to /jobs/:id/exceptions */
    static Optional<Failure> read(JsonNode exceptions, Optional<Wiring> wiring) {
        JsonNode newest = exceptions.path("exceptionHistory").path("entries").path(0);
        String trace = newest.path("stacktrace").asString(exceptions.path("root-exception").asString(""));
        if (trace.isEmpty()) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochMilli(newest.path("timestamp").asLong(exceptions.path("timestamp").asLong(0)));
        String task = newest.path("taskName").asString("");
        String cut = trace.length() > LONGEST_TRACE ? trace.substring(0, LONGEST_TRACE) + "\n…" : trace;
        return Optional.of(new Failure(PlainCause.isLoss(trace) ? Optional.empty() : node(trace, task, wiring), PlainCause.of(trace) + row(trace), cut, at));
    }

    /** A sentence with the row that failed, where that is known. */
    private static String row(String trace) {
        Matcher row = ROW.matcher(trace);
        return row.find() ? ". The row was " + row.group(1).strip() : "";
    }

    /**
     * A task is a chain of operators of many nodes. A row that fails has passed counters at output ports, and the last of them
     * says which ports' readers it can have been; otherwise it was the node at the head of the chain, or its only sink.
     */
    static Optional<NodeId> node(String trace, String task, Optional<Wiring> wiring) {
        Matcher behind = BEHIND.matcher(trace);
        if (behind.find()) {
            var port = new PortRef(new NodeId(behind.group(1)), behind.group(2).strip());
            List<NodeId> readers = wiring.map(w -> w.nodes().entrySet().stream()
                    .filter(e -> e.getValue().inputs().contains(port)).map(Map.Entry::getKey).toList()).orElse(List.of());
            return readers.size() == 1 ? Optional.of(readers.getFirst()) : Optional.empty();
        }
        if (trace.contains("SinkWriter") || trace.contains("connector.kafka.sink")) {
            List<String> sinks = SINK_OPERATOR.matcher(task).results().map(r -> r.group(1)).distinct().toList();
            return sinks.size() == 1 ? NodeId.parse(sinks.getFirst()) : Optional.empty();
        }
        Matcher first = OPERATOR.matcher(task);
        return first.find() ? NodeId.parse(first.group(1)) : Optional.empty();
    }
}
