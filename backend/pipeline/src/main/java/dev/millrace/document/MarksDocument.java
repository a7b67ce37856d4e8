package dev.millrace.document;

import static dev.millrace.document.DocumentReader.given;
import static dev.millrace.document.DocumentReader.map;
import static dev.millrace.document.DocumentReader.only;
import static dev.millrace.document.DocumentReader.text;

import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Marks;
import dev.millrace.pipeline.NodeGroup;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Notes and groups in a document; absent where there are none. */
final class MarksDocument {
    private static final int LONGEST_WORD = 200;

    private MarksDocument() {}

    static void write(Marks marks, Map<String, Object> top) {
        var notes = new LinkedHashMap<String, Object>();
        marks.notes().forEach((id, note) -> {
            var values = new LinkedHashMap<String, Object>();
            values.put("text", PipelineDocument.wellFormed(note.text()));
            values.put("color", note.color().word());
            values.put("x", (long) note.at().x());
            values.put("y", (long) note.at().y());
            values.put("width", (long) note.width());
            values.put("height", (long) note.height());
            notes.put(id.value(), values);
        });
        if (!notes.isEmpty()) {
            top.put("notes", notes);
        }
        var groups = new LinkedHashMap<String, Object>();
        marks.groups().forEach((id, group) -> {
            var values = new LinkedHashMap<String, Object>();
            values.put("title", PipelineDocument.wellFormed(group.title()));
            values.put("folded", group.folded());
            List<Object> nodes = new ArrayList<>();
            group.nodes().forEach(node -> nodes.add(node.value()));
            values.put("nodes", nodes);
            groups.put(id.value(), values);
        });
        if (!groups.isEmpty()) {
            top.put("groups", groups);
        }
    }

    static Marks read(Map<String, Object> top, Set<NodeId> known) {
        var notes = new TreeMap<MarkId, Note>();
        bounded("notes", top).forEach((id, value) -> {
            Note note = note("notes." + id, id("notes", id), map("notes." + id, value));
            notes.put(note.id(), note);
        });
        var groups = new TreeMap<MarkId, NodeGroup>();
        var grouped = new HashSet<NodeId>();
        bounded("groups", top).forEach((id, value) -> {
            NodeGroup group = group("groups." + id, id("groups", id), map("groups." + id, value), known, grouped);
            if (!group.nodes().isEmpty()) {
                groups.put(group.id(), group);
            }
        });
        return new Marks(notes, groups);
    }

    private static Map<String, Object> bounded(String name, Map<String, Object> top) {
        Map<String, Object> values = map(name, given(top, name, Map.of()));
        if (values.size() > Marks.MOST) {
            throw new DocumentRefused(name, "at most " + Marks.MOST + " are allowed, not " + values.size());
        }
        return values;
    }

    private static Note note(String at, MarkId id, Map<String, Object> note) {
        only(at, note, Set.of("text", "color", "x", "y", "width", "height"));
        String color = text(at + ".color", given(note, "color", Note.Color.YELLOW.word()), LONGEST_WORD);
        return new Note(id, text(at + ".text", given(note, "text", ""), Note.LONGEST_TEXT),
                Note.Color.parse(color).orElseThrow(() -> new DocumentRefused(at + ".color", "'" + DocumentReader.shortened(color)
                        + "' is no colour of notes; there are " + Arrays.stream(Note.Color.values()).map(Note.Color::word).toList())),
                new Position(DocumentReader.coordinate(at + ".x", given(note, "x", 0L)), DocumentReader.coordinate(at + ".y", given(note, "y", 0L))),
                DocumentReader.number(at + ".width", given(note, "width", 220L)), DocumentReader.number(at + ".height", given(note, "height", 120L)));
    }

    private static NodeGroup group(String at, MarkId id, Map<String, Object> group, Set<NodeId> known, Set<NodeId> grouped) {
        only(at, group, Set.of("title", "folded", "nodes"));
        if (!(given(group, "folded", false) instanceof Boolean folded)) {
            throw new DocumentRefused(at + ".folded", "true or false is needed");
        }
        var nodes = new TreeSet<NodeId>();
        List<?> names = DocumentReader.list(at + ".nodes", given(group, "nodes", List.of()));
        for (int i = 0; i < names.size(); i++) {
            NodeId node = NodeId.parse(names.get(i) instanceof String s ? s : "").filter(NodeId::isDrawn).orElse(null);
            if (node == null) {
                throw new DocumentRefused(at + ".nodes[" + i + "]", "'" + DocumentReader.shortened(names.get(i)) + "' is no node's id");
            }
            if (known.contains(node)) {
                if (!grouped.add(node)) {
                    throw new DocumentRefused(at + ".nodes[" + i + "]", "'" + node + "' is in a group already; a node is in one at most");
                }
                nodes.add(node);
            }
        }
        return new NodeGroup(id, text(at + ".title", given(group, "title", ""), NodeGroup.LONGEST_TITLE), nodes, folded);
    }

    private static MarkId id(String at, String id) {
        return MarkId.parse(id).orElseThrow(() -> new DocumentRefused(at + "." + DocumentReader.shortened(id),
                "use lower-case letters, digits and single hyphens, at most 60 characters"));
    }
}
