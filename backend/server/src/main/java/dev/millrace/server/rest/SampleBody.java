package dev.millrace.server.rest;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.sample.SampleChoice;
import dev.millrace.server.sample.SampleRefused;
import dev.millrace.server.sample.SampleSet;
import dev.millrace.server.sample.SampleSets;
import dev.millrace.server.sample.Taking;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Which rows a preview runs over.
 *
 * @param all for each source that is not named; absent: the newest
 * @param sources by node id
 */
record SampleBody(TakingBody all, Map<String, TakingBody> sources) {

    /**
     * How the rows of a source are chosen.
     *
     * @param take what is chosen by; the other fields belong to it
     * @param most rows at most; 200 where it is absent
     * @param from begin of the span
     * @param to end of the span, which does not belong to it
     * @param rows objects with the source's columns
     * @param text the same as text: JSON lines, a JSON list, or CSV below a line of column names
     * @param seed equal numbers give equal rows
     * @param set name or id of a kept sample
     */
    record TakingBody(@Schema(allowableValues = {"newest", "span", "rows", "generated", "saved"}) String take, Integer most, Instant from, Instant to,
            @ArraySchema(schema = @Schema(type = "object")) @JsonDeserialize(contentUsing = JsonText.class) List<String> rows, String text, Long seed, String set) {

        Taking taking(PipelineId pipeline, SampleSets sets) {
            int limit = most == null ? Taking.USUAL : most;
            return switch (take == null ? "" : take) {
                case "newest" -> new Taking.Newest(limit);
                case "span" -> {
                    if (from == null || to == null) {
                        throw new SampleRefused("A span of time needs 'from' and 'to'");
                    }
                    yield new Taking.Span(from, to, limit);
                }
                case "rows" -> new Taking.Typed(rows == null ? text : String.join("\n", rows));
                case "generated" -> new Taking.Generated(limit, seed == null ? 1 : seed);
                case "saved" -> new Taking.Saved(pipeline, sets.list(pipeline).stream().filter(s -> s.name().equals(set) || s.id().toString().equals(set))
                        .findFirst().map(SampleSet.Summary::id).orElseThrow(() -> new SampleRefused("There is no sample '" + set + "'")));
                default -> throw new SampleRefused("'take' is one of newest, span, rows, generated and saved");
            };
        }
    }

    static SampleChoice choice(Optional<SampleBody> body, Optional<Integer> newest, PipelineId pipeline, SampleSets sets) {
        Taking usual = body.map(SampleBody::all).map(t -> t.taking(pipeline, sets)).orElseGet(() -> new Taking.Newest(newest.orElse(Taking.USUAL)));
        var bySource = new HashMap<NodeId, Taking>();
        body.map(SampleBody::sources).ifPresent(sources -> sources.forEach((node, taking) -> bySource.put(
                NodeId.parse(node).orElseThrow(() -> new SampleRefused("'" + node + "' is no id of a node")), taking.taking(pipeline, sets))));
        return new SampleChoice(usual, bySource);
    }
}
