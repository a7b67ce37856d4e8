package dev.millrace.flink.gateway;

import dev.millrace.pipeline.NodeId;
import dev.millrace.runtime.log.LogRows;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.PrintedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the newest rows of a log sink, which each of its copies shows as a metric. */
final class PrintedReader {
    private static final int MOST = 200;
    private static final JsonMapper JSON = new JsonMapper();
    private final FlinkApi flink;

    PrintedReader(FlinkApi flink) {
        this.flink = flink;
    }

    List<PrintedRow> read(JobId job, NodeId node) {
        var rows = new ArrayList<PrintedRow>();
        Pattern isHere = Pattern.compile("(^|[ (\\[])" + Pattern.quote(node.value() + "/"));
        // Names begin with the number of the copy.
        Pattern metric = Pattern.compile("\\d+\\." + Pattern.quote(node.value() + "/") + ".*\\." + LogRows.NEWEST);
        flink.get("/jobs/" + job).ifPresent(seen -> {
            for (JsonNode vertex : seen.path("vertices")) {
                if (isHere.matcher(vertex.path("name").asString("")).find()) {
                    read("/jobs/" + job + "/vertices/" + vertex.path("id").asString() + "/metrics", metric, rows);
                }
            }
        });
        rows.sort(Comparator.comparing(PrintedRow::at));
        return List.copyOf(rows.subList(Math.max(0, rows.size() - MOST), rows.size()));
    }

    private void read(String path, Pattern metric, List<PrintedRow> rows) {
        var names = new ArrayList<String>();
        flink.get(path).ifPresent(all -> all.forEach(m -> {
            if (metric.matcher(m.path("id").asString("")).matches()) {
                names.add(m.path("id").asString());
            }
        }));
        for (String query : MetricNames.queries(names)) {
            flink.get(path + "?get=" + query).ifPresent(all -> all.forEach(m -> list(m.path("value").asString("")).ifPresent(l -> l.forEach(row ->
                    rows.add(new PrintedRow(Instant.ofEpochMilli(row.path(0).asLong()), row.path(1).asString(""), text(row.path(2))))))));
        }
    }

    private static Optional<JsonNode> list(String value) {
        try {
            return Optional.of(JSON.readTree(value)).filter(JsonNode::isArray);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode row) {
        return row.isString() ? row.asString() : row.toString();
    }
}
