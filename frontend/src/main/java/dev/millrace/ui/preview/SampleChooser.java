package dev.millrace.ui.preview;

import com.vaadin.flow.component.html.Div;
import dev.millrace.pipeline.NodeId;
import dev.millrace.schema.Schema;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.sample.GeneratedRows;
import dev.millrace.server.sample.SampleChoice;
import dev.millrace.server.sample.SampleSet;
import dev.millrace.server.sample.SampleSets;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.sample.Taking;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which rows the sources of a pipeline give in a preview: for all of them together, and for each. */
final class SampleChooser extends Div {
    private static final int EXAMPLES = 5;
    private final PipelineId pipeline;
    private final Sampling sampling;
    private final SampleSets sets;
    private final Runnable changed;
    private final TakingFields all;
    private final Map<NodeId, TakingFields> bySource = new LinkedHashMap<>();
    private Map<NodeId, Schema> sources = Map.of();

    SampleChooser(PipelineId pipeline, Sampling sampling, SampleSets sets, Runnable changed) {
        this.pipeline = pipeline;
        this.sampling = sampling;
        this.sets = sets;
        this.changed = changed;
        addClassName("sample-chooser");
        all = new TakingFields(pipeline, "", () -> "", changed);
        all.offer(true, List.of(), false);
        add(all);
    }

    /** The sources that can run now; what was chosen for those that stay is kept. */
    void show(Design design) {
        Map<NodeId, Schema> now = sampling.sources(design.compilation());
        if (now.equals(sources)) {
            return;
        }
        sources = now;
        bySource.keySet().retainAll(now.keySet());
        List<SampleSet.Summary> kept = sets.list(pipeline);
        boolean anyTopics = now.isEmpty();
        for (NodeId source : now.keySet()) {
            boolean topics = sampling.readsTopics(design.compilation(), source);
            anyTopics |= topics;
            bySource.computeIfAbsent(source, s -> new TakingFields(pipeline, s.value(), () -> example(s), changed)).offer(topics, kept, now.size() > 1);
        }
        all.offer(anyTopics, kept, false);
        removeAll();
        if (now.size() != 1) {
            add(all);
        }
        bySource.values().forEach(this::add);
    }

    private String example(NodeId source) {
        return String.join("\n", GeneratedRows.of(sources.get(source), Duration.ZERO, EXAMPLES, 1));
    }

    /** After samples were kept, renamed or deleted. */
    void keptChanged(Design design) {
        sources = Map.of();
        show(design);
    }

    /** All sources take what is kept. */
    void use(SampleSet.Summary set) {
        if (sources.size() == 1) {
            bySource.values().forEach(only -> only.use(set));
        } else {
            all.use(set);
        }
        changed.run();
    }

    SampleChoice choice() {
        var chosen = new HashMap<NodeId, Taking>();
        bySource.forEach((source, fields) -> fields.taking().ifPresent(taking -> chosen.put(source, taking)));
        return new SampleChoice(all.taking().orElse(new Taking.Newest(Taking.USUAL)), chosen);
    }

    /** What is chosen, in few words. */
    String words() {
        String others = bySource.entrySet().stream().filter(e -> !e.getValue().words().isEmpty()).map(e -> e.getKey() + ": " + e.getValue().words())
                .collect(Collectors.joining(", "));
        return sources.size() == 1 ? bySource.values().iterator().next().words() : all.words() + (others.isEmpty() ? "" : ", " + others);
    }
}
