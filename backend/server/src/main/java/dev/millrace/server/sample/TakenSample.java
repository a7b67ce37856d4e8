package dev.millrace.server.sample;

import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the sources of a pipeline give in a preview, read once and run as often as the drawing changes. */
public record TakenSample(Map<NodeId, OfSource> sources, List<String> more) {
    public static final TakenSample NONE = new TakenSample(Map.of(), List.of());

    public TakenSample {
        sources = Map.copyOf(sources);
        more = List.copyOf(more);
    }

    /**
     * @param scan what the source reads, so that it is told when that changes
     * @param notes what a person should know, such as a topic without records
     */
    public record OfSource(Taking taking, Rel.Scan scan, SourceSample sample, List<String> notes) {
        public OfSource {
            notes = List.copyOf(notes);
        }
    }

    public Map<NodeId, SourceSample> samples() {
        return sources.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sample()));
    }

    /** Of all sources, each once. */
    public List<String> notes() {
        var notes = new LinkedHashMap<String, Boolean>();
        sources.entrySet().stream().sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(NodeId::value)))
                .forEach(e -> e.getValue().notes().forEach(n -> notes.put(n, true)));
        more.forEach(n -> notes.put(n, true));
        return List.copyOf(notes.keySet());
    }
}
