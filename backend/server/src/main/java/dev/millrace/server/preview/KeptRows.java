package dev.millrace.server.preview;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.sample.SourceSample;
import dev.millrace.server.sample.TakenSample;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is kept of a sample: what was taken, and of sources that gave their rows themselves, those that they gave. */
public final class KeptRows {
    private static final String ROWS = "out";

    private KeptRows() {}

    /** Whether some source gives its rows only while a preview runs. */
    public static boolean needsRows(TakenSample sample) {
        return sample.samples().values().stream().anyMatch(SourceSample.First.class::isInstance);
    }

    /** @param preview of the sample, where it needs one */
    public static Map<NodeId, SourceSample> of(TakenSample sample, Optional<Preview> preview) {
        var kept = new LinkedHashMap<NodeId, SourceSample>();
        sample.samples().forEach((node, of) -> {
            if (of instanceof SourceSample.First) {
                preview.map(p -> p.ports().get(new PortRef(node, ROWS))).ifPresent(rows -> kept.put(node,
                        new SourceSample.Rows(rows.first().stream().map(r -> new SourceSample.Row(r.kind(), r.json())).toList())));
            } else {
                kept.put(node, of);
            }
        });
        return kept;
    }
}
