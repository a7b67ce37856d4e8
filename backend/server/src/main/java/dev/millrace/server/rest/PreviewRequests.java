package dev.millrace.server.rest;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.preview.KeptRows;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.Previews;
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
import tools.jackson.databind.json.JsonMapper;

/** Previews of pipelines and the samples that are kept with them, over REST. */
@RestController
@RequestMapping("/api/v1/pipelines/{id}")
@Tag(name = "Previews")
class PreviewRequests {
    private static final JsonMapper JSON = new JsonMapper();
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
    record PreviewBody(List<PreviewedPort> ports, List<String> notes, String failure, String failedNode, long tookMillis) {
        static PreviewBody of(Preview preview) {
            var ports = new TreeMap<PortRef, Preview.Rows>(Comparator.comparing(PortRef::toString));
            ports.putAll(preview.ports());
            return new PreviewBody(ports.entrySet().stream().map(e -> PreviewedPort.of(e.getKey(), e.getValue())).toList(), preview.notes(),
                    preview.failure().map(Preview.Failure::message).orElse(null),
                    preview.failure().flatMap(Preview.Failure::node).map(NodeId::value).orElse(null), preview.took().toMillis());
        }
    }

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
            return new PreviewedRow(row.kind(), JSON.readTree(row.json()));
        }
    }

    @PostMapping("/preview")
    @Operation(summary = "Rows at every output port for a sample, without touching a sink or committing an offset",
            description = "The body chooses the sample, for all sources and for single ones; without it the newest records of the topics are taken.")
    PreviewBody preview(@PathVariable String id, @RequestParam(required = false) Integer newest, @RequestParam(defaultValue = "false") boolean closing,
            @RequestBody(required = false) SampleBody body) {
        Design design = designs.open(Ids.pipeline(id));
        TakenSample sample = sampling.take(design.compilation(), SampleBody.choice(Optional.ofNullable(body), Optional.ofNullable(newest), design.id(), sets),
                TakenSample.NONE);
        return PreviewBody.of(previews.preview(design.compilation(), sample, closing));
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
        var rows = KeptRows.of(sample, KeptRows.needsRows(sample) ? Optional.of(previews.preview(design.compilation(), sample, false)) : Optional.empty());
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
