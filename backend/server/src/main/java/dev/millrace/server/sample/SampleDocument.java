package dev.millrace.server.sample;

import dev.millrace.pipeline.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a saved sample is stored, as JSON: by source either {@code rows} (pairs of kind and row) or {@code records} as Kafka gave them, with
 * key and value in Base64, so that what cannot be read is kept too.
 */
final class SampleDocument {
    private static final JsonMapper JSON = new JsonMapper();

    private SampleDocument() {}

    static int rows(SourceSample sample) {
        return switch (sample) {
            case SourceSample.Rows r -> r.rows().size();
            case SourceSample.Records r -> r.records().size();
            case SourceSample.First f -> 0;
        };
    }

    static String write(Map<NodeId, SourceSample> sources) {
        ObjectNode document = JSON.createObjectNode();
        var ordered = new TreeMap<String, SourceSample>();
        sources.forEach((node, sample) -> ordered.put(node.value(), sample));
        ordered.forEach((node, sample) -> {
            switch (sample) {
                case SourceSample.Rows(var rows) -> {
                    var list = document.putObject(node).putArray("rows");
                    rows.forEach(row -> list.addArray().add(row.kind()).add(row.json()));
                }
                case SourceSample.Records(var records) -> {
                    var list = document.putObject(node).putArray("records");
                    for (SampleRecord r : records) {
                        var record = list.addObject().put("topic", r.topic()).put("partition", r.partition()).put("offset", r.offset())
                                .put("timestamp", r.timestamp().toEpochMilli());
                        record.put("key", text(r.key()));
                        record.put("value", text(r.value()));
                        if (!r.headers().isEmpty()) {
                            ArrayNode headers = record.putArray("headers");
                            r.headers().forEach(h -> headers.addArray().add(h.name()).add(text(h.value())));
                        }
                    }
                }
                case SourceSample.First f -> { }
            }
        });
        return JSON.writeValueAsString(document);
    }

    static Map<NodeId, SourceSample> read(String content) {
        var sources = new LinkedHashMap<NodeId, SourceSample>();
        for (Map.Entry<String, JsonNode> source : JSON.readTree(content).properties()) {
            JsonNode rows = source.getValue().get("rows");
            if (rows != null) {
                var read = new ArrayList<SourceSample.Row>();
                rows.forEach(row -> read.add(new SourceSample.Row(row.get(0).asString(), row.get(1).asString())));
                sources.put(new NodeId(source.getKey()), new SourceSample.Rows(read));
            } else {
                var read = new ArrayList<SampleRecord>();
                source.getValue().path("records").forEach(r -> read.add(new SampleRecord(r.path("topic").asString(), r.path("partition").asInt(),
                        r.path("offset").asLong(), Instant.ofEpochMilli(r.path("timestamp").asLong()), bytes(r.get("key")), bytes(r.get("value")), headers(r.path("headers")))));
                sources.put(new NodeId(source.getKey()), new SourceSample.Records(read));
            }
        }
        return sources;
    }

    private static List<SampleRecord.Header> headers(JsonNode list) {
        var headers = new ArrayList<SampleRecord.Header>();
        list.forEach(h -> headers.add(new SampleRecord.Header(h.get(0).asString(), bytes(h.get(1)))));
        return headers;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(JsonNode text) {
        return text == null || text.isNull() ? null : Base64.getDecoder().decode(text.asString());
    }
}
