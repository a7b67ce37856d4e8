package dev.millrace.server.rest;

import dev.millrace.document.DifferenceWords;
import dev.millrace.document.PipelineDifference;
import dev.millrace.document.PipelineDifference.Change;
import dev.millrace.document.PipelineDifference.OfEdge;
import dev.millrace.document.PipelineDifference.OfLook;
import dev.millrace.document.PipelineDifference.OfNode;
import dev.millrace.document.PipelineDifference.OfParameter;
import dev.millrace.document.PipelineDifference.OfPipeline;
import dev.millrace.document.PipelineDifference.OfRun;
import dev.millrace.document.PipelineDifference.OfSetting;
import dev.millrace.document.PipelineDifference.Sign;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.Design;
import java.util.List;

/**
 * How two revisions differ.
 *
 * @param changes what changes the pipeline's meaning
 * @param looks what only moved, and notes and groups
 */
record ComparisonBody(long before, long after, List<Difference> changes, List<Difference> looks) {
    /**
     * One place.
     *
     * @param path in the document, as "nodes.orders.settings.topic"; an edge as "edges.a.out->b.in"
     * @param node that it belongs to; null where to none
     * @param words the same in a sentence
     * @param before as it stands in the document; null where nothing does
     */
    record Difference(Sign sign, String path, String node, String words, Object before, Object after) {}

    static ComparisonBody of(Design before, Design after, PipelineDocument documents, NodeKinds kinds) {
        var difference = PipelineDifference.between(before.pipeline(), after.pipeline(), documents);
        var words = new DifferenceWords(kinds, before.pipeline(), after.pipeline());
        return new ComparisonBody(before.revision(), after.revision(), difference.changes().stream().map(c -> body(c, words)).toList(),
                difference.looks().stream().map(c -> body(c, words)).toList());
    }

    private static Difference body(Change change, DifferenceWords words) {
        return new Difference(change.sign(), path(change.place()), PipelineDifference.nodeOf(change.place()).map(NodeId::value).orElse(null), words.sentence(change),
                change.before().orElse(null), change.after().orElse(null));
    }

    private static String path(PipelineDifference.Place place) {
        return switch (place) {
            case OfPipeline(String key) -> key;
            case OfRun(String key) -> "run." + key;
            case OfParameter(String parameter, String key) -> "parameters." + parameter + (key.isEmpty() ? "" : "." + key);
            case OfNode(NodeId node, String key) -> "nodes." + node + (key.isEmpty() ? "" : "." + key);
            case OfSetting(NodeId node, String setting) -> "nodes." + node + ".settings." + setting;
            case OfEdge(Edge edge) -> "edges." + edge.id();
            case OfLook(String section, String id) -> section + "." + id;
        };
    }
}
