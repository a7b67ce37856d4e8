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
    @JsonSubTypes.Type(value = CanvasCommand.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = CanvasCommand.Move.class, name = "move"),
    @JsonSubTypes.Type(value = CanvasCommand.Paste.class, name = "paste"),
    @JsonSubTypes.Type(value = CanvasCommand.Undo.class, name = "undo"),
    @JsonSubTypes.Type(value = CanvasCommand.Redo.class, name = "redo"),
    @JsonSubTypes.Type(value = CanvasCommand.Select.class, name = "select"),
    @JsonSubTypes.Type(value = CanvasCommand.Open.class, name = "open"),
    @JsonSubTypes.Type(value = CanvasCommand.NextProblem.class, name = "nextProblem")})
public sealed interface CanvasCommand {
    /** @param onEdge edge the node is dropped on, or null, @param from output the node is drawn from, or null */
    record Add(String kind, int x, int y, String onEdge, Wire.End from) implements CanvasCommand {}

    /** Puts an unconnected node into an edge. */
    record Insert(String node, String onEdge) implements CanvasCommand {}

    record Connect(Wire.End from, Wire.End to) implements CanvasCommand {}

    record Remove(List<String> nodes, List<String> edges) implements CanvasCommand {}

    record Move(List<Wire.Place> places) implements CanvasCommand {}

    /** @param x where the upper left corner of the pasted part goes */
    record Paste(Wire.Fragment fragment, int x, int y) implements CanvasCommand {}

    record Undo() implements CanvasCommand {}

    record Redo() implements CanvasCommand {}

    record Select(List<String> nodes) implements CanvasCommand {}

    /** Opens the settings of a node. */
    record Open(String node) implements CanvasCommand {}

    record NextProblem() implements CanvasCommand {}
}
