package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.document.PipelineDifference.Change;
import dev.millrace.document.PipelineDifference.OfEdge;
import dev.millrace.document.PipelineDifference.OfLook;
import dev.millrace.document.PipelineDifference.OfNode;
import dev.millrace.document.PipelineDifference.OfParameter;
import dev.millrace.document.PipelineDifference.OfPipeline;
import dev.millrace.document.PipelineDifference.OfRun;
import dev.millrace.document.PipelineDifference.OfSetting;
import dev.millrace.document.PipelineDifference.Sign;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeGroup;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineDifferenceTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final PipelineDocument DOCUMENTS = new PipelineDocument(KINDS);
    private static final NodeId LATE = new NodeId("late");
    private static final NodeId OUT = new NodeId("out");
    private static final MarkId NOTE = new MarkId("note-1");
    private static final MarkId GROUP = new MarkId("group-1");
    private static final Edge TO_OUT = new Edge(PortRef.of("late", "out"), PortRef.of("out", "in"));
    private static final Edge PAST = new Edge(PortRef.of("flights", "out"), PortRef.of("out", "in"));
    private static final Pipeline DRAWING = DOCUMENTS.read("""
            millrace: 1
            name: Delays
            description: What came late
            parameters:
              limit: {type: number, label: Limit, value: 60}
              place: {type: text, value: ORD}
            nodes:
              flights:
                kind: source.values@1
                settings: {columns: [{name: id, type: BIGINT}, {name: delay, type: INT}], rows: '[{"id": 1, "delay": 75}]'}
              late: {kind: operator.filter@1, label: Late ones, settings: {condition: delay > 60}}
              out: {kind: sink.kafka@1, settings: {topic: late-flights}}
            edges:
              - {from: flights.out, to: late.in}
              - {from: late.out, to: out.in}
            layout: {flights: {x: 0, y: 0}, late: {x: 300, y: 0}, out: {x: 600, y: 0}}
            notes:
              note-1: {text: Mind the gap, x: 0, y: 200}
            groups:
              group-1: {title: Both, nodes: [flights, late]}
            """);

    private static PipelineDifference between(Pipeline before, Pipeline after) {
        return PipelineDifference.between(before, after, DOCUMENTS);
    }

    private static Pipeline changed(PipelineEdit edit) {
        return edit.apply(DRAWING);
    }

    private static List<String> words(Pipeline after) {
        var words = new DifferenceWords(KINDS, DRAWING, after);
        return between(DRAWING, after).changes().stream().map(words::sentence).toList();
    }

    @Test void equalPipelinesDoNotDiffer() {
        assertThat(between(DRAWING, DRAWING).isEmpty()).isTrue();
        assertThat(between(DRAWING, DOCUMENTS.read(DOCUMENTS.write(DRAWING))).isEmpty()).as("presets that are written out are no difference").isTrue();
    }

    @Test void aBoxThatMovedIsNoChange() {
        var difference = between(DRAWING, changed(new PipelineEdit.Move(LATE, new Position(5, 5))));
        assertThat(difference.changes()).isEmpty();
        assertThat(difference.nodes()).isEmpty();
        assertThat(difference.looks()).extracting(Change::place).containsExactly(new OfLook("layout", "late"));
        assertThat(difference.isEmpty()).isFalse();
    }

    @Test void everySortOfChangeIsFoundWithItsValues() {
        Pipeline after = new PipelineEdit.Batch(List.of(new PipelineEdit.Rename("Delayed"), new PipelineEdit.SetRun(DRAWING.run().withParallelism(4).withExactlyOnce(true)),
                new PipelineEdit.SetParameters(List.of(DRAWING.parameters().getFirst().withValue(90L))),
                new PipelineEdit.SetSetting(LATE, "condition", Optional.of("delay > 90")), new PipelineEdit.SetUse(LATE, Node.Use.BYPASSED), new PipelineEdit.SetLabel(LATE, ""),
                new PipelineEdit.SetParallelism(LATE, OptionalInt.of(2)), new PipelineEdit.RemoveNode(OUT),
                new PipelineEdit.AddNode(new Node(new NodeId("rest"), "sink.discard", 1, "", Settings.EMPTY), new Position(600, 100)),
                new PipelineEdit.Connect(new Edge(PortRef.of("late", "out"), PortRef.of("rest", "in"))))).apply(DRAWING);
        var difference = between(DRAWING, after);
        assertThat(difference.changes()).filteredOn(c -> !(c.place() instanceof OfNode(NodeId node, String key) && key.isEmpty()) && !(c.place() instanceof OfParameter))
                .extracting(Change::place, Change::sign, Change::before, Change::after).containsExactly(
                        tuple(new OfPipeline("name"), Sign.CHANGED, Optional.of("Delays"), Optional.of("Delayed")),
                        tuple(new OfRun("parallelism"), Sign.CHANGED, Optional.of(1L), Optional.of(4L)),
                        tuple(new OfRun("exactlyOnce"), Sign.CHANGED, Optional.empty(), Optional.of(true)),
                        tuple(new OfNode(LATE, "disabled"), Sign.CHANGED, Optional.empty(), Optional.of("bypass")),
                        tuple(new OfNode(LATE, "parallelism"), Sign.CHANGED, Optional.empty(), Optional.of(2L)),
                        tuple(new OfSetting(LATE, "condition"), Sign.CHANGED, Optional.of("delay > 60"), Optional.of("delay > 90")),
                        tuple(new OfNode(LATE, "label"), Sign.CHANGED, Optional.of("Late ones"), Optional.empty()),
                        tuple(new OfEdge(TO_OUT), Sign.REMOVED, Optional.of("late.out->out.in"), Optional.empty()),
                        tuple(new OfEdge(new Edge(PortRef.of("late", "out"), PortRef.of("rest", "in"))), Sign.ADDED, Optional.empty(), Optional.of("late.out->rest.in")));
        assertThat(difference.changes()).filteredOn(c -> c.place() instanceof OfParameter).extracting(Change::place, Change::sign).containsExactly(
                tuple(new OfParameter("limit", "value"), Sign.CHANGED), tuple(new OfParameter("place", ""), Sign.REMOVED));
        assertThat(difference.nodes()).containsOnly(Map.entry(LATE, Sign.CHANGED), Map.entry(OUT, Sign.REMOVED), Map.entry(new NodeId("rest"), Sign.ADDED));
        assertThat(difference.edges()).hasSize(2);
        assertThat(difference.looks()).as("a node that comes or goes was not moved").isEmpty();
        assertThat(words(after)).containsExactly(
                "It is called “Delayed” now, no longer “Delays”",
                "'Value' of the parameter 'Limit' is “90”, no longer “60”",
                "The parameter 'place' is gone",
                "'Parallelism' of the run settings is “4”, no longer “1”",
                "'Exactly once' of the run settings is “true”, no longer false",
                "'late' is bypassed now",
                "'Parallelism' of 'late' is “2”, no longer as the pipeline's",
                "'Keep rows where' of 'late' is “delay > 90”, no longer “delay > 60”",
                "'Late ones' is called 'late' now",
                "The node 'out' is gone",
                "It has a new node 'rest'",
                "'late' no longer leads to 'out' directly",
                "'late' leads to 'rest' now");
    }

    @Test void whatChangedBackwardsIsTheOpposite() {
        Pipeline after = changed(new PipelineEdit.RemoveNode(OUT));
        assertThat(between(after, DRAWING).nodes()).containsOnly(Map.entry(OUT, Sign.ADDED));
        assertThat(between(DRAWING, after).nodes()).containsOnly(Map.entry(OUT, Sign.REMOVED));
        assertThat(between(DRAWING, after).at(OUT)).singleElement().satisfies(c -> assertThat(c.before()).isPresent());
    }

    @Test void anotherKindAndItsSettingsAreTold() {
        Pipeline after = DRAWING.withNode(new Node(OUT, "sink.discard", 1, "", Settings.EMPTY));
        assertThat(between(DRAWING, after).at(OUT)).extracting(Change::place).contains(new OfNode(OUT, "kind"), new OfSetting(OUT, "topic"));
        assertThat(words(after).getFirst()).startsWith("'out' is a ").contains(" now, no longer a ");
    }

    @Test void parametersInAnotherOrderAreOneChange() {
        Pipeline after = DRAWING.withParameters(DRAWING.parameters().reversed());
        assertThat(between(DRAWING, after).changes()).extracting(Change::place).containsExactly(new OfPipeline("parameters"));
    }

    @Test void aLongValueIsCutInTheSentenceAndWholeInTheChange() {
        String longer = "delay > 60 AND id <> " + "1".repeat(200);
        Pipeline after = changed(new PipelineEdit.SetSetting(LATE, "condition", Optional.of(longer)));
        Change change = between(DRAWING, after).changes().getFirst();
        assertThat(DifferenceWords.isCut(change)).isTrue();
        assertThat(change.after()).contains(longer);
        assertThat(words(after).getFirst()).hasSizeLessThan(200).contains("…”");
    }

    static Stream<PipelineEdit> edits() {
        return Stream.of(new PipelineEdit.AddNode(new Node(new NodeId("more"), "sink.discard", 1, "", Settings.EMPTY), new Position(0, 0)), new PipelineEdit.RemoveNode(LATE),
                new PipelineEdit.Connect(PAST), new PipelineEdit.Disconnect(TO_OUT), new PipelineEdit.Move(LATE, new Position(1, 1)),
                new PipelineEdit.SetSetting(OUT, "topic", Optional.of("others")), new PipelineEdit.SetLabel(OUT, "Out"), new PipelineEdit.SetUse(LATE, Node.Use.CUT),
                new PipelineEdit.SetParallelism(OUT, OptionalInt.of(3)), new PipelineEdit.Rename("Other"), new PipelineEdit.Describe("Other words"),
                new PipelineEdit.SetRun(DRAWING.run().withParallelism(2)), new PipelineEdit.SetParameters(List.of()), new PipelineEdit.SetKindVersion(LATE, 2),
                new PipelineEdit.Restore(new PipelineEdit.State(2, DRAWING), new PipelineEdit.State(1, DRAWING.withName("Earlier"))),
                new PipelineEdit.AddNote(new Note(new MarkId("note-2"), "More", Note.Color.BLUE, new Position(0, 0), 200, 100)), new PipelineEdit.RemoveNote(NOTE),
                new PipelineEdit.WriteNote(NOTE, "Mind the step", Note.Color.YELLOW), new PipelineEdit.PlaceNote(NOTE, new Position(9, 9), 300, 200),
                new PipelineEdit.PutGroup(new NodeGroup(new MarkId("group-2"), "End", new TreeSet<>(Set.of(OUT)), false)), new PipelineEdit.RemoveGroup(GROUP),
                new PipelineEdit.TitleGroup(GROUP, "The two"), new PipelineEdit.FoldGroup(GROUP, true), new PipelineEdit.Batch(List.of(new PipelineEdit.Rename("In a batch"))));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void eachEditShowsUp(PipelineEdit edit) {
        Pipeline after = changed(edit);
        var difference = between(DRAWING, after);
        assertThat(difference.isEmpty()).isFalse();
        boolean forReaders = edit instanceof PipelineEdit.MarkEdit || edit instanceof PipelineEdit.Move;
        assertThat(difference.changes().isEmpty()).isEqualTo(forReaders);
        var words = new DifferenceWords(KINDS, DRAWING, after);
        assertThat(Stream.concat(difference.changes().stream(), difference.looks().stream()).map(words::sentence)).noneMatch(String::isBlank);
        assertThat(between(DRAWING, edit.inverse(DRAWING).apply(after)).changes()).as("taken back").isEmpty();
    }

    @Test void noEditIsForgotten() {
        assertThat(edits().<Class<?>>map(Object::getClass)).containsExactlyInAnyOrderElementsOf(leaves(PipelineEdit.class));
    }

    private static List<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed() ? Arrays.stream(sealed.getPermittedSubclasses()).<Class<?>>flatMap(s -> leaves(s).stream()).toList() : List.of(sealed);
    }

    @Test void documentsAreComparedLineByLine() {
        Pipeline after = changed(new PipelineEdit.SetSetting(LATE, "condition", Optional.of("delay > 90")));
        var difference = LineDifference.between(DOCUMENTS.write(DRAWING), DOCUMENTS.write(after)).orElseThrow();
        assertThat(difference.lines()).filteredOn(l -> l.mark() == LineDifference.Mark.REMOVED).singleElement().satisfies(l -> assertThat(l.text()).contains("delay > 60"));
        assertThat(difference.lines()).filteredOn(l -> l.mark() == LineDifference.Mark.ADDED).singleElement().satisfies(l -> assertThat(l.text()).contains("delay > 90"));
        assertThat(difference.lines()).filteredOn(l -> l.mark() == LineDifference.Mark.SAME).hasSize(6);
        assertThat(difference.text()).startsWith("@@ ").containsSubsequence("\n-", "\n+");
        assertThat(LineDifference.between(DOCUMENTS.write(DRAWING), DOCUMENTS.write(DRAWING)).orElseThrow().lines()).isEmpty();
    }

    @Test void documentsThatHaveTooLittleInCommonAreNotCompared() {
        String one = Stream.iterate(0, i -> i + 1).limit(20_000).map(i -> "a" + i).collect(Collectors.joining("\n"));
        assertThat(LineDifference.between(one, one.replace('a', 'b'))).isEmpty();
        assertThat(LineDifference.between(one, one + "\nend").orElseThrow().lines()).hasSize(5);
    }
}
