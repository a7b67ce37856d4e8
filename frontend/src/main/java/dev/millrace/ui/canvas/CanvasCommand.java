package dev.millrace.ui.canvas;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a person did on the canvas. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CanvasCommand.Add.class, name = "add"),
    @JsonSubTypes.Type(value = CanvasCommand.Insert.class, name = "insert"),
    @JsonSubTypes.Type(value = CanvasCommand.Connect.class, name = "connect"),
    @JsonSubTypes.Type(value = CanvasCommand.Reconnect.class, name = "reconnect"),
    @JsonSubTypes.Type(value = CanvasCommand.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = CanvasCommand.Move.class, name = "move"),
    @JsonSubTypes.Type(value = CanvasCommand.Paste.class, name = "paste"),
    @JsonSubTypes.Type(value = CanvasCommand.SetUse.class, name = "use"),
    @JsonSubTypes.Type(value = CanvasCommand.AddNote.class, name = "addNote"),
    @JsonSubTypes.Type(value = CanvasCommand.WriteNote.class, name = "writeNote"),
    @JsonSubTypes.Type(value = CanvasCommand.PlaceNotes.class, name = "placeNotes"),
    @JsonSubTypes.Type(value = CanvasCommand.Group.class, name = "group"),
    @JsonSubTypes.Type(value = CanvasCommand.Fold.class, name = "fold"),
    @JsonSubTypes.Type(value = CanvasCommand.TitleGroup.class, name = "titleGroup"),
    @JsonSubTypes.Type(value = CanvasCommand.Ungroup.class, name = "ungroup"),
    @JsonSubTypes.Type(value = CanvasCommand.Undo.class, name = "undo"),
    @JsonSubTypes.Type(value = CanvasCommand.Redo.class, name = "redo"),
    @JsonSubTypes.Type(value = CanvasCommand.Select.class, name = "select"),
    @JsonSubTypes.Type(value = CanvasCommand.Open.class, name = "open"),
    @JsonSubTypes.Type(value = CanvasCommand.NextProblem.class, name = "nextProblem")})
public sealed interface CanvasCommand {
    /**
     * @param onEdge edge the node is dropped on, or null
     * @param from output the node is put behind, or null
     * @param to input the node is put in front of, or null
     */
    record Add(String kind, int x, int y, String onEdge, Wire.End from, Wire.End to) implements CanvasCommand {
        public Add {
            Wire.required(kind, "kind");
            x = Wire.onBoard(x);
            y = Wire.onBoard(y);
        }
    }

    /** Puts an unconnected node into an edge. */
    record Insert(String node, String onEdge, int x, int y) implements CanvasCommand {
        public Insert {
            Wire.required(node, "node");
            Wire.required(onEdge, "onEdge");
            x = Wire.onBoard(x);
            y = Wire.onBoard(y);
        }
    }

    record Connect(Wire.End from, Wire.End to) implements CanvasCommand {
        public Connect {
            Wire.required(from, "from");
            Wire.required(to, "to");
        }
    }

    /** Moves one end of an edge to another port. */
    record Reconnect(String edge, Wire.End from, Wire.End to) implements CanvasCommand {
        public Reconnect {
            Wire.required(edge, "edge");
            Wire.required(from, "from");
            Wire.required(to, "to");
        }
    }

    /** @param marks notes, and groups that go with their nodes */
    record Remove(List<String> nodes, List<String> edges, List<String> marks) implements CanvasCommand {
        public Remove {
            marks = Wire.several(marks, "marks");
            nodes = Wire.several(nodes, "nodes");
            edges = Wire.several(edges, "edges");
        }
    }

    record Move(List<Wire.Place> places) implements CanvasCommand {
        public Move {
            places = Wire.several(places, "places");
        }
    }

    /** @param x where the upper left corner of the pasted part goes */
    record Paste(Wire.Fragment fragment, int x, int y) implements CanvasCommand {
        public Paste {
            Wire.required(fragment, "fragment");
            x = Wire.onBoard(x);
            y = Wire.onBoard(y);
        }
    }

    /** Enables nodes, bypasses them or cuts them out. */
    record SetUse(List<String> nodes, Wire.Use use) implements CanvasCommand {
        public SetUse {
            nodes = Wire.several(nodes, "nodes");
            Wire.required(use, "use");
        }
    }

    /** About notes and groups. */
    sealed interface OfMarks extends CanvasCommand permits AddNote, WriteNote, PlaceNotes, Group, Fold, TitleGroup, Ungroup {}

    record AddNote(int x, int y) implements OfMarks {
        public AddNote {
            x = Wire.onBoard(x);
            y = Wire.onBoard(y);
        }
    }

    record WriteNote(String note, String text, String color) implements OfMarks {
        public WriteNote {
            Wire.required(note, "note");
            Wire.required(text, "text");
            Wire.required(color, "color");
        }
    }

    /** Moves notes and makes them larger or smaller. */
    record PlaceNotes(List<Wire.Note> notes) implements OfMarks {
        public PlaceNotes {
            notes = Wire.several(notes, "notes");
        }
    }

    /** @param into group the nodes join, or null for a new one */
    record Group(List<String> nodes, String into) implements OfMarks {
        public Group {
            nodes = Wire.several(nodes, "nodes");
        }
    }

    record Fold(List<String> groups, boolean folded) implements OfMarks {
        public Fold {
            groups = Wire.several(groups, "groups");
        }
    }

    record TitleGroup(String group, String title) implements OfMarks {
        public TitleGroup {
            Wire.required(group, "group");
            Wire.required(title, "title");
        }
    }

    /** Takes the frames away; the nodes stay. */
    record Ungroup(List<String> groups) implements OfMarks {
        public Ungroup {
            groups = Wire.several(groups, "groups");
        }
    }

    record Undo() implements CanvasCommand {}

    record Redo() implements CanvasCommand {}

    record Select(List<String> nodes) implements CanvasCommand {
        public Select {
            nodes = Wire.several(nodes, "nodes");
        }
    }

    /** Opens the settings of a node. */
    record Open(String node) implements CanvasCommand {
        public Open {
            Wire.required(node, "node");
        }
    }

    record NextProblem() implements CanvasCommand {}
}
