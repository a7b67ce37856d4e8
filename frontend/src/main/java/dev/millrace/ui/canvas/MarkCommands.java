package dev.millrace.ui.canvas;

import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Marks;
import dev.millrace.pipeline.NodeGroup;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Turns commands about notes and groups into edits. Pure. */
final class MarkCommands {
    private static final int WIDTH = 220;
    private static final int HEIGHT = 120;

    private MarkCommands() {}

    static DrawingEdits.Planned planned(CanvasCommand.OfMarks command, Pipeline pipeline) {
        Marks marks = pipeline.marks();
        return switch (command) {
            case CanvasCommand.AddNote(int x, int y) -> {
                var note = new Note(MarkId.free("note", marks.notes().keySet()), "", Note.Color.YELLOW, new Position(x, y), WIDTH, HEIGHT);
                yield new DrawingEdits.Planned(new PipelineEdit.AddNote(note), List.of(), List.of(WireMarks.wire(note)));
            }
            case CanvasCommand.WriteNote(String note, String text, String color) ->
                    edit(new PipelineEdit.WriteNote(WireMarks.noteId(note), text, WireMarks.color(color)));
            case CanvasCommand.PlaceNotes(List<Wire.Note> notes) -> edits(notes.stream().<PipelineEdit>map(n ->
                    new PipelineEdit.PlaceNote(WireMarks.noteId(n.id()), new Position(n.x(), n.y()), n.width(), n.height())).toList());
            case CanvasCommand.Group(List<String> nodes, String into) -> group(nodes, into, marks);
            case CanvasCommand.Fold(List<String> groups, boolean folded) -> edits(groups.stream().<PipelineEdit>map(g ->
                    new PipelineEdit.FoldGroup(WireMarks.groupId(g), folded)).toList());
            case CanvasCommand.TitleGroup(String group, String title) -> edit(new PipelineEdit.TitleGroup(WireMarks.groupId(group), title));
            case CanvasCommand.Ungroup(List<String> groups) -> edits(groups.stream().<PipelineEdit>map(g ->
                    new PipelineEdit.RemoveGroup(WireMarks.groupId(g))).toList());
        };
    }

    private static DrawingEdits.Planned edit(PipelineEdit edit) {
        return new DrawingEdits.Planned(edit, List.of());
    }

    private static DrawingEdits.Planned edits(List<PipelineEdit> edits) {
        return edit(new PipelineEdit.Batch(edits));
    }

    private static DrawingEdits.Planned group(List<String> names, String into, Marks marks) {
        var nodes = new TreeSet<NodeId>();
        names.forEach(name -> NodeId.parse(name).ifPresent(nodes::add));
        if (nodes.isEmpty()) {
            throw new EditRefused("Select the nodes that belong together first");
        }
        Optional<NodeGroup> known = Optional.ofNullable(into).map(id -> marks.groups().get(WireMarks.groupId(id)));
        var all = new TreeSet<>(nodes);
        known.ifPresent(group -> all.addAll(group.nodes()));
        NodeGroup group = known.map(g -> g.withNodes(all))
                .orElseGet(() -> new NodeGroup(MarkId.free("group", marks.groups().keySet()), "Group", all, false));
        return new DrawingEdits.Planned(new PipelineEdit.PutGroup(group), List.of(), List.of(WireMarks.wire(group)));
    }

    /** Removes notes, and groups with what is in them. @return the nodes to be removed with their groups */
    static Set<NodeId> remove(List<String> marks, Pipeline pipeline, List<PipelineEdit> edits) {
        var nodes = new HashSet<NodeId>();
        for (String mark : new TreeSet<>(marks)) {
            if (WireMarks.isNote(mark)) {
                edits.add(new PipelineEdit.RemoveNote(WireMarks.noteId(mark)));
            } else {
                Optional.ofNullable(pipeline.marks().groups().get(WireMarks.groupId(mark))).ifPresent(g -> nodes.addAll(g.nodes()));
            }
        }
        return nodes;
    }

    /** Notes and groups of a copied part, with names of their own. @return their ids on the canvas */
    static List<String> paste(Wire.Fragment fragment, int dx, int dy, Map<String, NodeId> pasted, Marks marks, List<PipelineEdit> edits) {
        var added = new ArrayList<String>();
        var notes = new HashSet<>(marks.notes().keySet());
        for (Wire.Note copied : fragment.notes()) {
            var note = new Note(MarkId.free("note", notes), copied.text(), WireMarks.color(copied.color()),
                    new Position(Wire.onBoard(copied.x() + dx), Wire.onBoard(copied.y() + dy)), copied.width(), copied.height());
            notes.add(note.id());
            edits.add(new PipelineEdit.AddNote(note));
            added.add(WireMarks.wire(note));
        }
        var groups = new HashSet<>(marks.groups().keySet());
        for (Wire.Group copied : fragment.groups()) {
            var nodes = new TreeSet<>(copied.nodes().stream().map(pasted::get).filter(Objects::nonNull).toList());
            if (!nodes.isEmpty()) {
                var group = new NodeGroup(MarkId.free("group", groups), copied.title(), nodes, copied.folded());
                groups.add(group.id());
                edits.add(new PipelineEdit.PutGroup(group));
                added.add(WireMarks.wire(group));
            }
        }
        return added;
    }
}
