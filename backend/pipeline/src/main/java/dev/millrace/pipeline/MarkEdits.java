package dev.millrace.pipeline;

import dev.millrace.pipeline.PipelineEdit.AddNote;
import dev.millrace.pipeline.PipelineEdit.FoldGroup;
import dev.millrace.pipeline.PipelineEdit.MarkEdit;
import dev.millrace.pipeline.PipelineEdit.PlaceNote;
import dev.millrace.pipeline.PipelineEdit.PutGroup;
import dev.millrace.pipeline.PipelineEdit.RemoveGroup;
import dev.millrace.pipeline.PipelineEdit.RemoveNote;
import dev.millrace.pipeline.PipelineEdit.TitleGroup;
import dev.millrace.pipeline.PipelineEdit.WriteNote;
import java.util.ArrayList;
import java.util.List;

/** How edits of notes and groups are made and undone. */
final class MarkEdits {
    private MarkEdits() {}

    static Pipeline apply(MarkEdit edit, Pipeline before) {
        Marks marks = before.marks();
        return before.withMarks(switch (edit) {
            case AddNote(Note note) -> {
                if (marks.notes().containsKey(note.id())) {
                    throw new EditRefused("A note '" + note.id() + "' exists already");
                }
                room("notes", marks.notes().size());
                PipelineEdit.bounded("A note", note.text(), Note.LONGEST_TEXT);
                yield marks.withNote(note);
            }
            case RemoveNote(MarkId id) -> marks.withoutNote(note(marks, id).id());
            case WriteNote(MarkId id, String text, Note.Color color) ->
                    marks.withNote(note(marks, id).with(PipelineEdit.bounded("A note", text, Note.LONGEST_TEXT), color));
            case PlaceNote(MarkId id, Position at, int width, int height) -> marks.withNote(note(marks, id).at(at, width, height));
            case PutGroup(NodeGroup group) -> {
                if (!marks.groups().containsKey(group.id())) {
                    room("groups", marks.groups().size());
                }
                PipelineEdit.bounded("A group's title", group.title(), NodeGroup.LONGEST_TITLE);
                // Somebody else may have removed one of them meanwhile.
                var there = group.nodes().stream().filter(before.nodes()::containsKey).toList();
                if (there.isEmpty()) {
                    throw new EditRefused("A group needs a node that is in it");
                }
                yield marks.withGroup(group.withNodes(there));
            }
            case RemoveGroup(MarkId id) -> marks.withoutGroup(group(marks, id).id());
            case TitleGroup(MarkId id, String title) ->
                    marks.withGroup(group(marks, id).withTitle(PipelineEdit.bounded("A group's title", title, NodeGroup.LONGEST_TITLE)));
            case FoldGroup(MarkId id, boolean folded) -> marks.withGroup(group(marks, id).withFolded(folded));
        });
    }

    static PipelineEdit inverse(MarkEdit edit, Pipeline before) {
        Marks marks = before.marks();
        return switch (edit) {
            case AddNote(Note note) -> new RemoveNote(note.id());
            case RemoveNote(MarkId id) -> new AddNote(note(marks, id));
            case WriteNote(MarkId id, String text, Note.Color color) -> new WriteNote(id, note(marks, id).text(), note(marks, id).color());
            case PlaceNote(MarkId id, Position at, int width, int height) ->
                    new PlaceNote(id, note(marks, id).at(), note(marks, id).width(), note(marks, id).height());
            case PutGroup(NodeGroup group) -> {
                List<PipelineEdit> back = new ArrayList<>();
                NodeGroup was = marks.groups().get(group.id());
                back.add(was == null ? new RemoveGroup(group.id()) : new PutGroup(was));
                marks.groups().values().stream().filter(g -> !g.id().equals(group.id()) && g.nodes().stream().anyMatch(group.nodes()::contains))
                        .forEach(g -> back.add(new PutGroup(g)));
                yield new PipelineEdit.Batch(back);
            }
            case RemoveGroup(MarkId id) -> new PutGroup(group(marks, id));
            case TitleGroup(MarkId id, String title) -> new TitleGroup(id, group(marks, id).title());
            case FoldGroup(MarkId id, boolean folded) -> new FoldGroup(id, group(marks, id).folded());
        };
    }

    private static void room(String what, int size) {
        if (size >= Marks.MOST) {
            throw new EditRefused("A pipeline has at most " + Marks.MOST + " " + what);
        }
    }

    private static Note note(Marks marks, MarkId id) {
        Note note = marks.notes().get(id);
        if (note == null) {
            throw new EditRefused("The note '" + id + "' is no longer there");
        }
        return note;
    }

    private static NodeGroup group(Marks marks, MarkId id) {
        NodeGroup group = marks.groups().get(id);
        if (group == null) {
            throw new EditRefused("The group '" + id + "' is no longer there");
        }
        return group;
    }
}
