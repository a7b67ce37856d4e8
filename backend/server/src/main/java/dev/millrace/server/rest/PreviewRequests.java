package dev.millrace.server.rest;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.preview.KeptRows;
import dev.millrace.server.preview.NodeFlow;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.preview.RowJson;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.SampleSet;
import dev.millrace.server.sample.SampleSets;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.sample.TakenSample;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Previews of pipelines and the samples that are kept with them, over REST. */
@RestController
@RequestMapping("/api/v1/pipelines/{id}")
@Tag(name = "Previews")
class PreviewRequests {
    private static final int MOST_SHOWN = 200;

    private final DesignService designs;
    private final Sampling sampling;
    private final SampleSets sets;
    private final Previews previews;

    PreviewRequests(DesignService designs, Sampling sampling, SampleSets sets, Previews previews) {
        this.designs = designs;
        this.sampling = sampling;
        this.sets = sets;
        this.previews = previews;
    }

    /** @param failure why the preview ended early; null where it did not */
    record PreviewBody(List<PreviewedPort> ports, List<NodeFlowBody> nodes, List<String> notes, String failure, String failedNode, long tookMillis) {
        static PreviewBody of(Preview preview) {
            var ports = new TreeMap<PortRef, Preview.Rows>(Comparator.comparing(PortRef::toString));
            ports.putAll(preview.ports());
            return new PreviewBody(ports.entrySet().stream().map(e -> PreviewedPort.of(e.getKey(), e.getValue())).toList(),
                    preview.ran().stream().sorted().map(node -> NodeFlowBody.of(node, preview)).filter(flow -> !flow.inputs().isEmpty()).toList(), preview.notes(),
                    preview.failure().map(Preview.Failure::message).orElse(null),
                    preview.failure().flatMap(Preview.Failure::node).map(NodeId::value).orElse(null), preview.took().toMillis());
        }
    }

    /**
     * How rows went through a node.
     *
     * @param eventTime how far event time has come there; null where there is none
     */
    record NodeFlowBody(String node, List<InputFlow> inputs, List<NodeFlow.Open> openWindows, String eventTime) {
        static NodeFlowBody of(NodeId node, Preview preview) {
            NodeFlow flow = preview.fates().of(node);
            return new NodeFlowBody(node.value(), flow.inputs().stream().map(i -> InputFlow.of(i, preview)).toList(), flow.open(), flow.eventTime().orElse(null));
        }
    }

    /**
     * @param dropped rows that left by no output and will not
     * @param waiting rows that may still leave, or count in a result that is to come or has come
     * @param stayed the first of both, with the reason
     * @param notFollowed why rows of this input cannot be followed one by one; empty where they are
     */
    record InputFlow(String from, long dropped, long waiting, List<Stayed> stayed, String notFollowed) {
        static InputFlow of(NodeFlow.Input input, Preview preview) {
            List<Preview.Row> rows = preview.ports().get(input.from()).first();
            var stayed = IntStream.range(0, input.fates().size()).filter(i -> input.fates().get(i).left().isEmpty() && !input.fates().get(i).words().isEmpty())
                    .limit(MOST_SHOWN).mapToObj(i -> new Stayed(PreviewedRow.of(rows.get(i)), input.fates().get(i).words())).toList();
            return new InputFlow(input.from().toString(), input.dropped(), input.waiting(), stayed, input.followed());
        }
    }

    record Stayed(PreviewedRow row, String why) {}

    /**
     * @param count of all rows that left the port
     * @param rows the first of them
     * @param watermark how far event time came behind the port; null where there is none
     */
    record PreviewedPort(String node, String port, long count, List<PreviewedRow> rows, Instant watermark) {
        static PreviewedPort of(PortRef at, Preview.Rows rows) {
            return new PreviewedPort(at.node().value(), at.port(), rows.count(), rows.first().stream().limit(MOST_SHOWN).map(PreviewedRow::of).toList(),
                    rows.watermark().orElse(null));
        }
    }

    /** @param kind +I, -U, +U or -D */
    record PreviewedRow(String kind, JsonNode row) {
        static PreviewedRow of(Preview.Row row) {
            return new PreviewedRow(row.kind(), RowJson.read(row.json()));
        }
    }

    @PostMapping("/preview")
    @Operation(summary = "Rows at every output port for a sample, without touching a sink or committing an offset",
            description = "The body chooses the sample, for all sources and for single ones; without it the newest records of the topics are taken.")
    PreviewBody preview(@PathVariable String id, @RequestParam(required = false) Integer newest, @RequestParam(defaultValue = "false") boolean closing,
            @RequestParam(defaultValue = "false") boolean oneByOne, @RequestBody(required = false) SampleBody body) {
        Design design = designs.open(Ids.pipeline(id));
        TakenSample sample = sampling.take(design.compilation(), SampleBody.choice(Optional.ofNullable(body), Optional.ofNullable(newest), design.id(), sets),
                TakenSample.NONE);
        return PreviewBody.of(previews.preview(design.compilation(), sample, new SampleTiming(closing, oneByOne)));
    }

    /** A kept sample in a list. */
    record Kept(String id, String name, int rows, String savedBy, Instant savedAt) {
        static Kept of(SampleSet.Summary set) {
            return new Kept(set.id().toString(), set.name(), set.rows(), set.savedBy(), set.savedAt());
        }
    }

    @GetMapping("/samples")
    @Operation(summary = "The samples that are kept with the pipeline, by name")
    List<Kept> samples(@PathVariable String id) {
        return sets.list(designs.open(Ids.pipeline(id)).id()).stream().map(Kept::of).toList();
    }

    /** @param sample which rows are kept; absent: the newest */
    record Keeping(String name, SampleBody sample) {}

    @PostMapping("/samples")
    @Operation(summary = "Take a sample and keep it with the pipeline under a name")
    ResponseEntity<Kept> keep(@PathVariable String id, @RequestBody Keeping body, Principal caller) {
        Design design = designs.open(Ids.pipeline(id));
        TakenSample sample = sampling.take(design.compilation(), SampleBody.choice(Optional.ofNullable(body.sample()), Optional.empty(), design.id(), sets),
                TakenSample.NONE);
        var rows = KeptRows.of(sample, KeptRows.needsRows(sample) ? Optional.of(previews.preview(design.compilation(), sample, SampleTiming.AS_DEPLOYED)) : Optional.empty());
        Kept kept = Kept.of(sets.save(design.id(), body.name(), rows, caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/pipelines/" + design.id() + "/samples/" + kept.id())).body(kept);
    }

    record Renaming(String name) {}

    @PutMapping("/samples/{set}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give a kept sample another name")
    void rename(@PathVariable String id, @PathVariable UUID set, @RequestBody Renaming body) {
        sets.rename(existing(id), set, body.name());
    }

    @DeleteMapping("/samples/{set}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a kept sample")
    void delete(@PathVariable String id, @PathVariable UUID set) {
        sets.delete(existing(id), set);
    }

    private PipelineId existing(String id) {
        return designs.open(Ids.pipeline(id)).id();
    }
}
