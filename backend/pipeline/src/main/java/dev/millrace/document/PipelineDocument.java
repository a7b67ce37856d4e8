package dev.millrace.document;

import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Position;
import dev.millrace.schema.Durations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The pipeline document: YAML in files and exports, JSON over REST. One reader takes both, since JSON is YAML 1.2; one
 * canonical writer gives nodes in order of id, settings in the kind's order with presets written out, and layout, notes and groups last, so
 * that moving a box is never a change of meaning. {@code write(read(x))} is stable to the byte.
 */
public final class PipelineDocument {
    private static final int LONGEST = 2_000_000;
    private static final String PIN = "@";
    private static final Pattern HALF = Pattern.compile("[\\uD800-\\uDFFF]");

    private final NodeKinds kinds;

    public PipelineDocument(NodeKinds kinds) {
        this.kinds = kinds;
    }

    /** Reads YAML or JSON. @throws DocumentRefused with line and column, or the path of what is wrong */
    public Pipeline read(String text) {
        if (text.length() > LONGEST) {
            throw new DocumentRefused("The document is longer than " + LONGEST + " characters");
        }
        YamlValues values = YamlValues.read(text, LONGEST);
        try {
            return DocumentReader.read(values.root());
        } catch (DocumentRefused e) {
            throw e.in(values);
        }
    }

    /** Reads a document that was parsed already, as REST does. */
    public Pipeline read(Map<String, Object> values) {
        return DocumentReader.read(values);
    }

    /** The canonical YAML. */
    public String write(Pipeline pipeline) {
        var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2).setIndicatorIndent(2).setIndentWithIndicator(true)
                .setWidth(120).setSplitLines(false).setUseUnicodeEncoding(true).setSchema(new CoreSchema()).build();
        return new Dump(settings).dumpToString(values(pipeline));
    }

    /** The canonical document as plain values, for JSON. */
    public Map<String, Object> values(Pipeline pipeline) {
        var top = new LinkedHashMap<String, Object>();
        top.put("millrace", 1L);
        top.put("name", wellFormed(pipeline.name()));
        if (!pipeline.description().isEmpty()) {
            top.put("description", wellFormed(pipeline.description()));
        }
        ParametersDocument.write(pipeline.parameters(), top);
        var run = new LinkedHashMap<String, Object>();
        if (pipeline.run().isBatch()) {
            run.put("mode", pipeline.run().mode().word());
        }
        run.put("parallelism", (long) pipeline.run().parallelism());
        run.put("checkpointInterval", Durations.write(pipeline.run().checkpointInterval()));
        if (pipeline.run().exactlyOnce()) {
            run.put("exactlyOnce", true);
        }
        pipeline.run().stateBackend().ifPresent(backend -> run.put("stateBackend", backend.word()));
        top.put("run", run);
        var nodes = new LinkedHashMap<String, Object>();
        pipeline.nodes().forEach((id, node) -> nodes.put(id.value(), node(node)));
        top.put("nodes", nodes);
        List<Object> edges = new ArrayList<>();
        pipeline.edges().forEach(edge -> {
            var ends = new LinkedHashMap<String, Object>();
            ends.put("from", edge.from().toString());
            ends.put("to", edge.to().toString());
            edges.add(ends);
        });
        top.put("edges", edges);
        var layout = new LinkedHashMap<String, Object>();
        new TreeMap<>(pipeline.layout()).forEach((id, place) -> layout.put(id.value(), place(place)));
        top.put("layout", layout);
        MarksDocument.write(pipeline.marks(), top);
        return top;
    }

    private Map<String, Object> node(Node node) {
        var values = new LinkedHashMap<String, Object>();
        values.put("kind", wellFormed(node.kind()) + PIN + node.kindVersion());
        if (!node.label().isEmpty()) {
            values.put("label", wellFormed(node.label()));
        }
        if (node.use() != Node.Use.ENABLED) {
            values.put("disabled", node.use().word());
        }
        node.parallelism().ifPresent(copies -> values.put("parallelism", (long) copies));
        values.put("settings", writable(kinds.canonicalSettings(node)));
        return values;
    }

    /**
     * Lists and maps are made anew, because the same one at two places would be written as a reference. A whole number beyond
     * 64 bits is held as a decimal; written as one it would carry a tag.
     */
    static Object writable(Object value) {
        return switch (value) {
            case String s -> wellFormed(s);
            case BigDecimal d when d.scale() == 0 -> d.toBigInteger();
            case Map<?, ?> map -> {
                var written = new LinkedHashMap<Object, Object>();
                map.forEach((name, v) -> written.put(writable(name), writable(v)));
                yield written;
            }
            case List<?> list -> {
                var written = new ArrayList<Object>();
                list.forEach(v -> written.add(writable(v)));
                yield written;
            }
            default -> value;
        };
    }

    /** Half a surrogate pair is no character; no file could hold it. */
    static String wellFormed(String text) {
        return HALF.matcher(text).replaceAll("\uFFFD");
    }

    private static Map<String, Object> place(Position place) {
        var values = new LinkedHashMap<String, Object>();
        values.put("x", (long) place.x());
        values.put("y", (long) place.y());
        return values;
    }
}
