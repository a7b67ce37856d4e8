package dev.millrace.ui.preview;

import dev.millrace.pipeline.Edge;
import dev.millrace.server.design.Design;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.RowJson;
import dev.millrace.ui.canvas.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the edges of a drawing show of a preview: how many rows came over them, and the last one. */
final class SampleCounts {
    private static final int LONGEST = 80;
    private static final int MOST_COLUMNS = 14;

    private SampleCounts() {}

    static Wire.Rates of(Preview preview, Design design) {
        var edges = new HashMap<String, List<Double>>();
        var newest = new ArrayList<Wire.Newest>();
        for (Edge edge : design.pipeline().edges()) {
            Preview.Rows rows = preview.ports().get(design.compilation().origin(edge.from()));
            if (rows != null && design.compilation().carries(edge)) {
                edges.put(edge.id(), List.of(Wire.SAMPLE, (double) rows.count()));
                rows.newest().ifPresent(row -> newest.add(new Wire.Newest(edge.id(), row.kind(), values(row))));
            }
        }
        return new Wire.Rates(edges, Map.of(), newest);
    }

    private static Map<String, Object> values(Preview.Row row) {
        var values = new LinkedHashMap<String, Object>();
        RowJson.read(row.json()).properties().stream().limit(MOST_COLUMNS).forEach(e -> values.put(e.getKey(), e.getValue().isNull() ? null : text(e.getValue())));
        return values;
    }

    private static String text(JsonNode value) {
        String text = RowJson.text(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
