package dev.millrace.server.design;

import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeGroup;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;

/** An edit in a few words, for the list of revisions. */
final class EditSummary {
    private static final int LONGEST = 200;

    private EditSummary() {}

    static String of(PipelineEdit edit, Pipeline before) {
        String text = text(edit, before);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    private static String text(PipelineEdit edit, Pipeline before) {
        return switch (edit) {
            case PipelineEdit.AddNode(Node node, var at) -> "Added " + (node.label().isBlank() ? node.id().value() : node.label());
            case PipelineEdit.RemoveNode(NodeId id) -> "Removed " + name(id, before);
            case PipelineEdit.Connect(var edge) -> "Connected " + edge.from() + " to " + edge.to();
            case PipelineEdit.Disconnect(var edge) -> "Disconnected " + edge.from() + " from " + edge.to();
            case PipelineEdit.Move(NodeId id, var to) -> "Moved " + name(id, before);
            case PipelineEdit.SetSetting(NodeId id, String setting, var value) -> value.isPresent()
                    ? "Set " + setting + " of " + name(id, before)
                    : "Cleared " + setting + " of " + name(id, before);
            case PipelineEdit.SetLabel(NodeId id, String label) -> "Labelled " + id + " '" + label + "'";
            case PipelineEdit.SetUse(NodeId id, Node.Use use) -> switch (use) {
                case ENABLED -> "Enabled ";
                case BYPASSED -> "Bypassed ";
                case CUT -> "Cut out ";
            } + name(id, before);
            case PipelineEdit.SetParallelism(NodeId id, var copies) -> "Set the parallelism of " + name(id, before)
                    + (copies.isPresent() ? " to " + copies.getAsInt() : " as the pipeline's");
            case PipelineEdit.Rename(String name) -> "Renamed to '" + name + "'";
            case PipelineEdit.Describe(String description) -> "Changed the description";
            case PipelineEdit.SetRun(var run) -> "Changed how it runs";
            case PipelineEdit.SetParameters(var parameters) -> "Changed the parameters";
            case PipelineEdit.SetKindVersion(NodeId id, int version) -> "Took version " + version + " for " + name(id, before);
            case PipelineEdit.Restore(var from, var to) -> "Restored revision " + to.revision();
            case PipelineEdit.MarkEdit mark -> mark(mark, before);
            case PipelineEdit.Batch(var edits) -> edits.isEmpty() ? "Changed nothing"
                    : text(edits.getFirst(), before) + (edits.size() == 1 ? "" : " and " + (edits.size() - 1) + " more");
        };
    }

    private static String mark(PipelineEdit.MarkEdit edit, Pipeline before) {
        return switch (edit) {
            case PipelineEdit.AddNote(var note) -> "Added a note";
            case PipelineEdit.RemoveNote(var id) -> "Removed a note";
            case PipelineEdit.WriteNote(var id, String text, var color) -> "Wrote a note: " + text.lines().findFirst().orElse("");
            case PipelineEdit.PlaceNote(var id, var at, int width, int height) -> "Moved a note";
            case PipelineEdit.PutGroup(NodeGroup group) -> "Grouped " + (group.nodes().size() == 1 ? "1 node" : group.nodes().size() + " nodes");
            case PipelineEdit.RemoveGroup(MarkId id) -> "Ungrouped " + title(id, before);
            case PipelineEdit.TitleGroup(MarkId id, String title) -> "Called a group '" + title + "'";
            case PipelineEdit.FoldGroup(MarkId id, boolean folded) -> (folded ? "Folded " : "Unfolded ") + title(id, before);
        };
    }

    private static String title(MarkId id, Pipeline before) {
        NodeGroup group = before.marks().groups().get(id);
        return group == null || group.title().isBlank() ? "a group" : "'" + group.title() + "'";
    }

    private static String name(NodeId id, Pipeline pipeline) {
        return pipeline.node(id).map(Node::label).filter(label -> !label.isBlank()).orElse(id.value());
    }
}
