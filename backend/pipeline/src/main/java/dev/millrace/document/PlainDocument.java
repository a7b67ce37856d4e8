package dev.millrace.document;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A text as plain values, for documents other than pipelines: YAML or JSON, read as strictly as those, with the place of each value so that
 * whoever reads on can say where something is wrong.
 */
public final class PlainDocument {
    private final YamlValues values;

    private PlainDocument(YamlValues values) {
        this.values = values;
    }

    /** @param longest how many characters it may have @throws DocumentRefused with line and column */
    public static PlainDocument read(String text, int longest) {
        if (text.length() > longest) {
            throw new DocumentRefused("The document has " + text.length() + " characters; at most " + longest + " are read");
        }
        return new PlainDocument(YamlValues.read(text, longest));
    }

    /** Maps, lists, texts, numbers and truth values; null for an empty text. */
    public Object root() {
        return values.root();
    }

    /** "Line 3, column 5: " of the value at a path such as {@code tiles[2].source}; empty where nothing is known of it. */
    public String place(String path) {
        return values.place(path);
    }

    /** The same values as YAML, in their order. */
    public static String write(Map<String, Object> values) {
        var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2).setIndicatorIndent(2).setIndentWithIndicator(true).build();
        return new Dump(settings).dumpToString(PipelineDocument.writable(values));
    }
}
