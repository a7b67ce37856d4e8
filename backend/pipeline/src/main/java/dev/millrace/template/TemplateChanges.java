package dev.millrace.template;

import dev.millrace.document.DifferenceWords;
import dev.millrace.document.PipelineDifference;
import dev.millrace.document.PipelineDifference.OfEdge;
import dev.millrace.document.PipelineDifference.OfLook;
import dev.millrace.document.PipelineDifference.OfNode;
import dev.millrace.document.PipelineDifference.OfParameter;
import dev.millrace.document.PipelineDifference.OfPipeline;
import dev.millrace.document.PipelineDifference.OfRun;
import dev.millrace.document.PipelineDifference.OfSetting;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is different in another version of a template, in sentences for those who made pipelines of it. Where boxes stand is no difference. */
public final class TemplateChanges {
    private final List<String> found = new ArrayList<>();
    private final Pipeline before;
    private final Pipeline after;

    private TemplateChanges(Pipeline before, Pipeline after) {
        this.before = before;
        this.after = after;
    }

    /** None where both mean the same. */
    public static List<String> between(Pipeline before, Pipeline after, NodeKinds kinds) {
        var changes = new TemplateChanges(before, after);
        changes.parameters();
        var words = new DifferenceWords(kinds, before, after);
        PipelineDifference.between(before, after, new PipelineDocument(kinds)).changes().stream().filter(c -> changes.isTold(c.place())).map(words::sentence).forEach(changes.found::add);
        return List.copyOf(changes.found);
    }

    /** Parameters have words of their own. Settings of a node that is of another kind, and edges of one that is new or gone, say nothing more. */
    private boolean isTold(PipelineDifference.Place place) {
        return switch (place) {
            case OfPipeline p -> false;
            case OfParameter p -> false;
            case OfRun r -> true;
            case OfNode n -> true;
            case OfSetting(NodeId node, String setting) -> before.nodes().get(node).kind().equals(after.nodes().get(node).kind());
            case OfEdge(Edge edge) -> hasBothEnds(edge, before) && hasBothEnds(edge, after);
            case OfLook l -> false;
        };
    }

    private static boolean hasBothEnds(Edge edge, Pipeline in) {
        return in.node(edge.from().node()).isPresent() && in.node(edge.to().node()).isPresent();
    }

    private void parameters() {
        Map<String, Parameter> were = new LinkedHashMap<>();
        before.parameters().forEach(p -> were.put(p.name(), p));
        for (Parameter now : after.parameters()) {
            Parameter was = were.remove(now.name());
            if (was == null) {
                found.add("It asks for '" + now.title() + "' too" + (now.required() ? ", which must be given" : ""));
            } else if (was.type() != now.type()) {
                found.add("'" + now.title() + "' takes a " + now.type().word().replace('-', ' ') + " now, no longer a " + was.type().word().replace('-', ' '));
            } else {
                if (now.required() != was.required()) {
                    found.add("'" + now.title() + "' " + (now.required() ? "must be given now" : "need not be given any more"));
                }
                if (!now.value().equals(was.value())) {
                    found.add("'" + now.title() + "' is preset to " + value(now.value()) + ", no longer to " + value(was.value()));
                }
            }
        }
        were.values().forEach(gone -> found.add("It no longer asks for '" + gone.title() + "'"));
    }

    private static String value(Optional<Object> value) {
        return value.map(DifferenceWords::quoted).orElse("nothing");
    }
}
