package dev.millrace.compile;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PipelineEdit;
import java.util.List;
import java.util.Map;

/**
 * What has to change downstream once columns have other names, so that everything reads and gives the same columns as before.
 *
 * @param renamed what was renamed where it is made, old name to new
 * @param places what is written anew, upstream first; the edit makes all of it
 * @param left what may name such a column but cannot be read
 * @param outside sinks that will write the new names
 * @param edit empty batch where there is nothing to do
 */
public record FollowThrough(Map<String, String> renamed, List<Place> places, List<Left> left, List<Outside> outside, PipelineEdit edit) {
    static final FollowThrough NONE = new FollowThrough(Map.of(), List.of(), List.of(), List.of(), new PipelineEdit.Batch(List.of()));

    public FollowThrough {
        renamed = Map.copyOf(renamed);
        places = List.copyOf(places);
        left = List.copyOf(left);
        outside = List.copyOf(outside);
    }

    /** Whether there is something to offer or to say. */
    public boolean isEmpty() {
        return places.isEmpty() && left.isEmpty();
    }

    /** One place that changes. */
    public sealed interface Place {
        NodeId node();

        /** A setting, in words of the document before and after. */
        record Rewritten(NodeId node, String path, String before, String after) implements Place {}

        /** An edge that ended at a port of another name. */
        record Moved(NodeId node, Edge before, Edge after) implements Place {}

        /** A new Map in front of a node that needs the old names. @param names new name to old */
        record Inserted(NodeId node, NodeId before, Map<String, String> names) implements Place {}
    }

    /** A setting that cannot be read, and so is left as it is. */
    public record Left(NodeId node, String path, String text) {}

    /** A sink whose records have other fields then, old name to new. */
    public record Outside(NodeId sink, Map<String, String> names) {}
}
