package dev.millrace.ui.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.compile.Calls;
import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What commands of the canvas do to a drawing of demo -> filter -> sink, and that undo brings it back. */
class DrawingEditsTest {
    private final NodeKinds kinds = NodeKinds.shipped();
    private final DrawingEdits edits = new DrawingEdits(kinds);
    private final Pipeline drawing = Pipeline.empty("p").withNode(node("demo", "source.demo")).withPosition(new NodeId("demo"), new Position(0, 100))
            .withNode(node("late", "operator.filter")).withPosition(new NodeId("late"), new Position(310, 100))
            .withNode(node("out", "sink.kafka")).withPosition(new NodeId("out"), new Position(620, 100))
            .withNode(node("loose", "operator.map")).withPosition(new NodeId("loose"), new Position(300, 400))
            .withEdge(edge("demo.out", "late.in")).withEdge(edge("late.out", "out.in"));

    private static Node node(String id, String kind) {
        return new Node(new NodeId(id), kind, 1, "", Settings.EMPTY);
    }

    private static Edge edge(String from, String to) {
        return new Edge(PortRef.parse(from).orElseThrow(), PortRef.parse(to).orElseThrow());
    }

    private static Wire.End end(String port) {
        PortRef parsed = PortRef.parse(port).orElseThrow();
        return new Wire.End(parsed.node().value(), parsed.port());
    }

    private static Compilation compiled(Pipeline pipeline) {
        return new Compilation(pipeline, pipeline, Calls.NONE, Map.of(), Map.of(), Map.of(), Diagnostics.NONE, Optional.empty());
    }

    private Pipeline done(DrawingEdits.Planned planned) {
        Pipeline after = planned.edit().apply(drawing);
        assertThat(planned.edit().inverse(drawing).apply(after)).as("undone").isEqualTo(drawing);
        return after;
    }

    private Position at(Pipeline pipeline, String id) {
        return pipeline.layout().get(new NodeId(id));
    }

    @Test
    void aKindDroppedOnAnEdgeStandsInItAndTheRestMakesRoom() {
        var planned = edits.add(new CanvasCommand.Add("operator.map", 280, 110, "late.out->out.in", null, null), compiled(drawing));
        Pipeline after = done(planned);
        assertThat(planned.added()).containsExactly(new NodeId("map"));
        assertThat(after.edges()).containsExactlyInAnyOrder(edge("demo.out", "late.in"), edge("late.out", "map.in"), edge("map.out", "out.in"));
        assertThat(at(after, "map")).isEqualTo(new Position(620, 100));
        assertThat(at(after, "out")).isEqualTo(new Position(930, 100));
        assertThat(at(after, "late")).isEqualTo(new Position(310, 100));
    }

    @Test
    void whereThereIsRoomNothingMoves() {
        Pipeline wide = drawing.withPosition(new NodeId("out"), new Position(1200, 100));
        var planned = edits.add(new CanvasCommand.Add("operator.map", 700, 104, "late.out->out.in", null, null), compiled(wide));
        Pipeline after = planned.edit().apply(wide);
        assertThat(at(after, "map")).isEqualTo(new Position(700, 100));
        assertThat(at(after, "out")).isEqualTo(new Position(1200, 100));
    }

    @Test
    void aSinkDroppedOnAnEdgeOnlyStandsThere() {
        Pipeline after = done(edits.add(new CanvasCommand.Add("sink.kafka", 300, 200, "demo.out->late.in", null, null), compiled(drawing)));
        assertThat(after.edges()).isEqualTo(drawing.edges());
        assertThat(at(after, "kafka-sink")).isEqualTo(new Position(300, 200));
    }

    @Test
    void aNodeIsAddedBehindAnOutputAndInFrontOfAnInput() {
        assertThat(done(edits.add(new CanvasCommand.Add("sink.kafka", 0, 0, null, end("demo.bad"), null), compiled(drawing))).edges())
                .contains(edge("demo.bad", "kafka-sink.in"));
        assertThat(done(edits.add(new CanvasCommand.Add("source.demo", 0, 0, null, null, end("loose.in")), compiled(drawing))).edges())
                .contains(edge("demo-stream.out", "loose.in"));
        assertThat(done(edits.add(new CanvasCommand.Add("source.demo", 0, 0, null, end("demo.bad"), null), compiled(drawing))).edges())
                .as("a source has no input to connect").isEqualTo(drawing.edges());
    }

    @Test
    void anUnconnectedNodeIsPutIntoAnEdge() {
        Pipeline after = done(edits.insert(new CanvasCommand.Insert("loose", "demo.out->late.in", 300, 100), drawing));
        assertThat(after.edges()).containsExactlyInAnyOrder(edge("demo.out", "loose.in"), edge("loose.out", "late.in"), edge("late.out", "out.in"));
        assertThat(at(after, "out")).isEqualTo(new Position(930, 100));
        assertThatThrownBy(() -> edits.insert(new CanvasCommand.Insert("late", "demo.out->late.in", 300, 100), drawing))
                .isInstanceOf(EditRefused.class).hasMessageContaining("without edges");
        assertThatThrownBy(() -> edits.insert(new CanvasCommand.Insert("loose", "demo.out->gone.in", 300, 100), drawing))
                .isInstanceOf(EditRefused.class).hasMessage("The edge is no longer there");
    }

    @Test
    void connectionsAreRefusedWithTheReason() {
        assertThatThrownBy(() -> edits.connect(new CanvasCommand.Connect(end("loose.out"), end("late.in")), drawing))
                .isInstanceOf(EditRefused.class).hasMessageContaining("has an edge already");
        assertThatThrownBy(() -> edits.connect(new CanvasCommand.Connect(end("out.out"), end("loose.in")), drawing))
                .isInstanceOf(EditRefused.class).hasMessage("A sink has no output");
        assertThatThrownBy(() -> edits.connect(new CanvasCommand.Connect(new Wire.End("NO SUCH", "out"), end("loose.in")), drawing))
                .isInstanceOf(EditRefused.class);
    }

    @Test
    void anEndOfAnEdgeMovesToAnotherPort() {
        Pipeline after = done(edits.reconnect(new CanvasCommand.Reconnect("late.out->out.in", end("late.out"), end("loose.in")), drawing));
        assertThat(after.edges()).containsExactlyInAnyOrder(edge("demo.out", "late.in"), edge("late.out", "loose.in"));
        assertThat(done(edits.reconnect(new CanvasCommand.Reconnect("late.out->out.in", end("loose.out"), end("out.in")), drawing)).edges())
                .as("its own edge does not stand in the way").contains(edge("loose.out", "out.in"));
        assertThatThrownBy(() -> edits.reconnect(new CanvasCommand.Reconnect("late.out->out.in", end("late.out"), end("late.in")), drawing))
                .isInstanceOf(EditRefused.class).hasMessage("A node cannot feed itself");
    }

    @Test
    void nodesAndEdgesAreRemovedTogether() {
        Pipeline after = done(edits.remove(new CanvasCommand.Remove(List.of("late", "late", "gone", "NO ID AT ALL".toLowerCase().replace(' ', '-')),
                List.of("late.out->out.in"), List.of()), drawing));
        assertThat(after.edges()).isEmpty();
        assertThat(after.nodes()).doesNotContainKey(new NodeId("late"));
    }

    @Test
    void whatIsPastedHasIdsOfItsOwnAndItsInnerEdges() {
        var fragment = new Wire.Fragment(1, List.of(new Wire.FragmentNode("late", "operator.filter", 1, "Late", Map.of("condition", "delay > 60"), 310, 100, Wire.Use.BYPASSED, 4),
                new Wire.FragmentNode("out", "sink.kafka", 1, null, null, 620, 100, null, 0)),
                List.of(new Wire.FragmentEdge(end("late.out"), end("out.in")), new Wire.FragmentEdge(end("late.nonsense: x"), end("out.in")),
                        new Wire.FragmentEdge(end("demo.out"), end("late.in"))),
                List.of(new Wire.Note("note:note-1", "Why", "blue", 310, 300, 200, 90)),
                List.of(new Wire.Group("group:group-1", "Late ones", true, List.of("late", "gone"))));
        var planned = edits.paste(new CanvasCommand.Paste(fragment, 10, 20), drawing);
        Pipeline after = done(planned);
        assertThat(planned.added()).containsExactly(new NodeId("late-2"), new NodeId("out-2"));
        assertThat(after.edges()).contains(edge("late-2.out", "out-2.in")).hasSize(3);
        assertThat(at(after, "late-2")).isEqualTo(new Position(10, 20));
        assertThat(at(after, "out-2")).isEqualTo(new Position(320, 20));
        assertThat(after.node(new NodeId("late-2")).orElseThrow().settings().get("condition")).contains("delay > 60");
        assertThat(planned.marks()).containsExactly("note:note-1", "group:group-1");
        assertThat(after.marks().notes().get(new MarkId("note-1"))).isEqualTo(new Note(new MarkId("note-1"), "Why", Note.Color.BLUE, new Position(10, 220), 200, 90));
        assertThat(after.marks().groups().get(new MarkId("group-1")).nodes()).containsExactly(new NodeId("late-2"));
        assertThat(after.node(new NodeId("late-2")).orElseThrow().use()).isEqualTo(Node.Use.BYPASSED);
        assertThat(after.node(new NodeId("out-2")).orElseThrow().use()).isEqualTo(Node.Use.ENABLED);
        assertThat(after.node(new NodeId("late-2")).orElseThrow().parallelism()).hasValue(4);
        assertThat(after.node(new NodeId("out-2")).orElseThrow().parallelism()).isEmpty();
    }

    @Test
    void nodesAreGroupedJoinedFoldedAndTakenApart() {
        var made = MarkCommands.planned(new CanvasCommand.Group(List.of("late", "out"), null), drawing);
        Pipeline grouped = done(made);
        assertThat(made.marks()).containsExactly("group:group-1");
        Pipeline joined = MarkCommands.planned(new CanvasCommand.Group(List.of("loose"), "group:group-1"), grouped).edit().apply(grouped);
        assertThat(joined.marks().groupOf(new NodeId("loose")).orElseThrow().nodes()).hasSize(3);
        Pipeline folded = MarkCommands.planned(new CanvasCommand.Fold(List.of("group:group-1"), true), joined).edit().apply(joined);
        assertThat(folded.marks().groups().get(new MarkId("group-1")).folded()).isTrue();
        Pipeline removed = edits.remove(new CanvasCommand.Remove(List.of(), List.of(), List.of("group:group-1")), folded).edit().apply(folded);
        assertThat(removed.nodes().keySet()).containsExactly(new NodeId("demo"));
        assertThat(MarkCommands.planned(new CanvasCommand.Ungroup(List.of("group:group-1")), folded).edit().apply(folded)).isEqualTo(drawing);
        assertThatThrownBy(() -> MarkCommands.planned(new CanvasCommand.Group(List.of(), null), drawing)).isInstanceOf(EditRefused.class);
        assertThatThrownBy(() -> MarkCommands.planned(new CanvasCommand.Fold(List.of("<b>"), true), drawing)).isInstanceOf(EditRefused.class);
    }

    @Test
    void aNoteIsWrittenMovedAndRemoved() {
        Pipeline noted = done(MarkCommands.planned(new CanvasCommand.AddNote(40, 50), drawing));
        String text = "<img src=x onerror=alert(1)>\n- **bold**";
        Pipeline written = MarkCommands.planned(new CanvasCommand.WriteNote("note:note-1", text, "rose"), noted).edit().apply(noted);
        assertThat(written.marks().notes().get(new MarkId("note-1"))).isEqualTo(new Note(new MarkId("note-1"), text, Note.Color.ROSE, new Position(40, 50), 220, 120));
        var placed = MarkCommands.planned(new CanvasCommand.PlaceNotes(List.of(new Wire.Note("note:note-1", "", "rose", 1, 2, 300, 1))), written).edit().apply(written);
        assertThat(placed.marks().notes().get(new MarkId("note-1"))).isEqualTo(new Note(new MarkId("note-1"), text, Note.Color.ROSE, new Position(1, 2), 300, 60));
        assertThat(edits.remove(new CanvasCommand.Remove(List.of(), List.of(), List.of("note:note-1")), placed).edit().apply(placed)).isEqualTo(drawing);
        assertThatThrownBy(() -> MarkCommands.planned(new CanvasCommand.WriteNote("note:note-1", "", "url(x)"), noted)).isInstanceOf(EditRefused.class);
    }

    @Test
    void aNodeIsBypassedOrCutAndEnabledAgain() {
        Pipeline bypassed = done(edits.use(new CanvasCommand.SetUse(List.of("late"), Wire.Use.BYPASSED), drawing));
        assertThat(bypassed.node(new NodeId("late")).orElseThrow().use()).isEqualTo(Node.Use.BYPASSED);
        assertThat(edits.use(new CanvasCommand.SetUse(List.of("late"), Wire.Use.ENABLED), bypassed).edit().apply(bypassed)).isEqualTo(drawing);
        assertThat(done(edits.use(new CanvasCommand.SetUse(List.of("demo", "out"), Wire.Use.CUT), drawing)).nodes().values())
                .extracting(Node::use).containsExactly(Node.Use.CUT, Node.Use.ENABLED, Node.Use.ENABLED, Node.Use.CUT);
        assertThatThrownBy(() -> edits.use(new CanvasCommand.SetUse(List.of("late", "demo"), Wire.Use.BYPASSED), drawing))
                .isInstanceOf(EditRefused.class).hasMessageContaining("'demo' cannot be bypassed: it is a source");
        assertThatThrownBy(() -> edits.use(new CanvasCommand.SetUse(List.of("gone"), Wire.Use.CUT), drawing))
                .isInstanceOf(EditRefused.class).hasMessageContaining("no longer there");
    }

    @Test
    void nonsenseIsNotPasted() {
        assertThatThrownBy(() -> edits.paste(new CanvasCommand.Paste(new Wire.Fragment(1, List.of(), List.of(), null, null), 0, 0), drawing))
                .isInstanceOf(EditRefused.class).hasMessage("There is nothing to paste");
        assertThatThrownBy(() -> edits.paste(new CanvasCommand.Paste(new Wire.Fragment(1, List.of(
                new Wire.FragmentNode("a", "operator.nonsense", 1, "", Map.of(), 0, 0, null, 0)), List.of(), null, null), 0, 0), drawing))
                .isInstanceOf(EditRefused.class).hasMessage("There is no node kind 'operator.nonsense'");
    }

    @Test
    void onlyWhatReallyMovedIsAnEdit() {
        var planned = edits.move(new CanvasCommand.Move(List.of(new Wire.Place("demo", 0, 100), new Wire.Place("out", 640, 100))), drawing);
        assertThat(planned.edit()).isEqualTo(new PipelineEdit.Batch(List.of(new PipelineEdit.Move(new NodeId("out"), new Position(640, 100)))));
    }

    @Test
    void othersAreToldInAFewWordsWhatChanged() {
        var words = new ChangeWords(kinds);
        assertThat(words.between(drawing, drawing.withNode(node("filter", "operator.filter")))).isEqualTo("added Filter");
        assertThat(words.between(drawing, drawing.withoutNode(new NodeId("late")))).isEqualTo("removed Filter");
        assertThat(words.between(drawing, drawing.withNode(node("demo", "source.demo").withLabel("Flights")))).isEqualTo("changed Flights");
        assertThat(words.between(drawing, drawing.withoutEdge(edge("demo.out", "late.in")))).isEqualTo("removed an edge");
        assertThat(words.between(drawing, drawing.withPosition(new NodeId("demo"), new Position(1, 1)).withPosition(new NodeId("out"), new Position(2, 2))))
                .isEqualTo("moved 2 nodes");
        Pipeline noted = MarkCommands.planned(new CanvasCommand.AddNote(0, 0), drawing).edit().apply(drawing);
        assertThat(words.between(drawing, noted)).isEqualTo("added a note");
        assertThat(words.between(noted, drawing)).isEqualTo("removed a note");
        assertThat(words.between(drawing, MarkCommands.planned(new CanvasCommand.Group(List.of("late"), null), drawing).edit().apply(drawing))).isEqualTo("changed the groups");
        assertThat(words.between(drawing, drawing.withName("q"))).isEqualTo("changed the pipeline");
    }
}
