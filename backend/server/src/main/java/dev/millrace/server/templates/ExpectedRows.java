package dev.millrace.server.templates;

import dev.millrace.pipeline.PortRef;
import dev.millrace.server.preview.Preview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows that a template gave for a sample: what somebody who uses it can hold against what it gives now.
 *
 * @param sample the sample as a text; see {@link dev.millrace.server.sample.KeptSample}
 * @param rows the rows by the output that gave them, in their order
 */
public record ExpectedRows(String sample, Map<PortRef, List<Preview.Row>> rows) {
    /** Characters of the whole as a text. */
    static final int LARGEST = 1_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ExpectedRows {
        var ordered = new TreeMap<String, Map.Entry<PortRef, List<Preview.Row>>>();
        rows.entrySet().forEach(e -> ordered.put(e.getKey().toString(), Map.entry(e.getKey(), List.copyOf(e.getValue()))));
        var copy = new LinkedHashMap<PortRef, List<Preview.Row>>();
        ordered.values().forEach(e -> copy.put(e.getKey(), e.getValue()));
        rows = copy;
    }

    public int count() {
        return rows.values().stream().mapToInt(List::size).sum();
    }

    /** One line. */
    String write() {
        ObjectNode document = JSON.createObjectNode();
        document.put("sample", sample);
        ObjectNode outputs = document.putObject("rows");
        rows.forEach((port, given) -> {
            var list = outputs.putArray(port.toString());
            given.forEach(row -> list.addArray().add(row.kind()).add(row.json()));
        });
        return JSON.writeValueAsString(document);
    }

    /** @throws TemplateRefused where the text is none of {@link #write}, or too long */
    static ExpectedRows read(String text) {
        if (text.length() > LARGEST) {
            throw new TemplateRefused("Its expected rows are longer than " + LARGEST + " characters");
        }
        try {
            JsonNode document = JSON.readTree(text);
            if (!document.path("rows").isObject() || !document.path("sample").isString()) {
                throw new TemplateRefused("Its expected rows cannot be read");
            }
            var rows = new LinkedHashMap<PortRef, List<Preview.Row>>();
            document.path("rows").properties().forEach(output -> {
                var list = new ArrayList<Preview.Row>();
                output.getValue().forEach(row -> list.add(new Preview.Row(row.path(0).asString(), row.path(1).asString())));
                rows.put(PortRef.parse(output.getKey()).orElseThrow(), list);
            });
            return new ExpectedRows(document.path("sample").asString(), rows);
        } catch (JacksonException | java.util.NoSuchElementException wrong) {
            throw new TemplateRefused("Its expected rows cannot be read");
        }
    }
}
