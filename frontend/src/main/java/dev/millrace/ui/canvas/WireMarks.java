package dev.millrace.ui.canvas;

import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.NodeGroup;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;

/** Notes and groups as the canvas names them: among the ids of nodes and edges, theirs must be told apart. */
final class WireMarks {
    private static final String NOTE = "note:";
    private static final String GROUP = "group:";

    private WireMarks() {}

    static Wire.Note note(Note note) {
        return new Wire.Note(wire(note), note.text(), note.color().word(), note.at().x(), note.at().y(), note.width(), note.height());
    }

    static Wire.Group group(NodeGroup group) {
        return new Wire.Group(wire(group), group.title(), group.folded(), group.nodes().stream().map(NodeId::value).toList());
    }

    static String wire(Note note) {
        return NOTE + note.id();
    }

    static String wire(NodeGroup group) {
        return GROUP + group.id();
    }

    static boolean isNote(String id) {
        return id.startsWith(NOTE);
    }

    static MarkId noteId(String id) {
        return id(id, NOTE, "note");
    }

    static MarkId groupId(String id) {
        return id(id, GROUP, "group");
    }

    static Note.Color color(String word) {
        return Note.Color.parse(word).orElseThrow(() -> new EditRefused("There is no colour '" + word + "'"));
    }

    private static MarkId id(String id, String prefix, String what) {
        return MarkId.parse(id.startsWith(prefix) ? id.substring(prefix.length()) : "")
                .orElseThrow(() -> new EditRefused("The " + what + " is no longer there"));
    }
}
