package dev.millrace.compile;

import dev.millrace.compile.Resolve.ResolvedNode;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Source;
import dev.millrace.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is otherwise where a pipeline runs in batch mode: a node has read all of its input before it gives anything out, so it never
 * takes back what it gave.
 *
 * <pre>
 *   streaming   +a 1   -a 1 +a 2   -a 2 +a 3
 *   batch       +a 3
 * </pre>
 */
final class InBatch {
    private InBatch() {}

    /** Schemas of a node's outputs: rows that are only ever added. */
    static Map<String, Schema> outputs(ResolvedNode node, Map<String, Schema> streaming, Scope at) {
        node.shape().checkBatch(streaming, at);
        if (!(node.shape() instanceof Source) && streaming.values().stream().anyMatch(Schema::isUpdating)) {
            at.info(Code.DIFFERS_IN_BATCH, "Gives each row once, as it is in the end; what it would change on the way in streaming mode does not leave it",
                    "A sink that only adds rows can follow it");
        }
        Map<String, Schema> outputs = new LinkedHashMap<>();
        streaming.forEach((port, schema) -> outputs.put(port, schema.appending()));
        return outputs;
    }

    /** Nothing is kept for ever by a job that ends. */
    static Diagnostics said(Diagnostics streaming) {
        return new Diagnostics(streaming.all().stream().filter(d -> d.code() != Code.UNBOUNDED_STATE).toList());
    }
}
