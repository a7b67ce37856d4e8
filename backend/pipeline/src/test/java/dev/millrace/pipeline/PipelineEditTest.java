package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineEditTest {
    private static final NodeId A = new NodeId("a");
    private static final Node NODE = new Node(A, "operator.filter", 1, "", Settings.EMPTY);

    @RepeatedTest(100)
    void whatIsUndoneIsAsBefore(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        Pipeline pipeline = Pipeline.empty("Drawing");
        for (int i = 0; i < 40; i++) {
            PipelineEdit edit = edit(random, pipeline, 0);
            try {
                Pipeline after = edit.apply(pipeline);
                assertThat(edit.inverse(pipeline).apply(after)).as(edit.toString()).isEqualTo(pipeline);
                pipeline = after;
            } catch (EditRefused refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    private static PipelineEdit edit(Random random, Pipeline pipeline, int depth) {
        var id = new NodeId("n" + random.nextInt(5));
        var edge = new Edge(new PortRef(id, "out"), PortRef.of("n" + random.nextInt(5), "in"));
        return switch (random.nextInt(depth > 1 ? 13 : 14)) {
            case 0, 1 -> new PipelineEdit.AddNode(new Node(id, "kind", 1, "", Settings.EMPTY), new Position(random.nextInt(9), 0));
            case 2 -> new PipelineEdit.RemoveNode(id);
            case 3, 4 -> new PipelineEdit.Connect(edge);
            case 5 -> new PipelineEdit.Disconnect(edge);
            case 6 -> new PipelineEdit.Move(id, new Position(random.nextInt(9), 1));
            case 7 -> new PipelineEdit.SetSetting(id, "s" + random.nextInt(2), random.nextBoolean() ? Optional.of(random.nextLong()) : Optional.empty());
            case 8 -> new PipelineEdit.SetLabel(id, "label " + random.nextInt(3));
            case 9 -> List.of(new PipelineEdit.Rename("name " + random.nextInt(3)), new PipelineEdit.Describe("words " + random.nextInt(3)),
                    new PipelineEdit.SetRun(new RunSettings(RunSettings.Mode.values()[random.nextInt(2)], 1 + random.nextInt(3), Duration.ofSeconds(1)))).get(random.nextInt(3));
            case 11 -> group(random);
            case 12 -> note(random);
            case 10 -> random.nextBoolean() ? new PipelineEdit.SetUse(id, Node.Use.values()[random.nextInt(3)])
                    : new PipelineEdit.SetParallelism(id, random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(4)));
            default -> {
                var edits = new ArrayList<PipelineEdit>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    edits.add(edit(random, pipeline, depth + 1));
                }
                yield new PipelineEdit.Batch(edits);
            }
        };
    }

    private static PipelineEdit group(Random random) {
        var id = new MarkId("g" + random.nextInt(3));
        return switch (random.nextInt(4)) {
            case 0 -> new PipelineEdit.RemoveGroup(id);
            case 1 -> new PipelineEdit.TitleGroup(id, "title " + random.nextInt(3));
            case 2 -> new PipelineEdit.FoldGroup(id, random.nextBoolean());
            default -> new PipelineEdit.PutGroup(new NodeGroup(id, "", new java.util.TreeSet<>(List.of(new NodeId("n" + random.nextInt(5)),
                    new NodeId("n" + random.nextInt(5)))), random.nextBoolean()));
        };
    }

    private static PipelineEdit note(Random random) {
        var id = new MarkId("m" + random.nextInt(3));
        var at = new Position(random.nextInt(9), 2);
        return switch (random.nextInt(4)) {
            case 0 -> new PipelineEdit.RemoveNote(id);
            case 1 -> new PipelineEdit.WriteNote(id, "text " + random.nextInt(3), Note.Color.values()[random.nextInt(5)]);
            case 2 -> new PipelineEdit.PlaceNote(id, at, random.nextInt(500), 100);
            default -> new PipelineEdit.AddNote(new Note(id, "", Note.Color.YELLOW, at, 200, 100));
        };
    }

    @Test
    void aNodeIsInOneGroupAndAnEmptyGroupIsNone() {
        var b = new NodeId("b");
        Pipeline pipeline = Pipeline.empty("Drawing").withNode(NODE).withNode(new Node(b, "k", 1, "", Settings.EMPTY));
        Pipeline one = new PipelineEdit.PutGroup(group("one", A, b)).apply(pipeline);
        var steal = new PipelineEdit.PutGroup(group("two", A));
        Pipeline two = steal.apply(one);
        assertThat(two.marks().groups().get(new MarkId("one")).nodes()).containsExactly(b);
        assertThat(steal.inverse(one).apply(two)).isEqualTo(one);
        assertThat(two.withoutNode(A).marks().groups().keySet()).containsExactly(new MarkId("one"));
        assertThatThrownBy(() -> new PipelineEdit.PutGroup(group("three", new NodeId("gone"))).apply(pipeline)).isInstanceOf(EditRefused.class);
    }

    private static NodeGroup group(String id, NodeId... nodes) {
        return new NodeGroup(new MarkId(id), "Title", new java.util.TreeSet<>(List.of(nodes)), false);
    }

    static Stream<PipelineEdit> beyondBounds() {
        return Stream.of(new PipelineEdit.SetLabel(A, "x".repeat(201)), new PipelineEdit.Rename("x".repeat(201)), new PipelineEdit.Rename(" "),
                new PipelineEdit.Describe("x".repeat(20_001)), new PipelineEdit.SetSetting(A, "condition", Optional.of("x".repeat(100_001))),
                new PipelineEdit.AddNode(new Node(new NodeId("b"), "k", 1, "x".repeat(201), Settings.EMPTY), new Position(0, 0)),
                new PipelineEdit.AddNote(new Note(new MarkId("m"), "x".repeat(10_001), Note.Color.BLUE, new Position(0, 0), 9, 9)),
                new PipelineEdit.FoldGroup(new MarkId("gone"), true), new PipelineEdit.AddNode(NODE, new Position(0, 0)), new PipelineEdit.Move(new NodeId("gone"), new Position(0, 0)));
    }

    @ParameterizedTest
    @MethodSource("beyondBounds")
    void nothingIsKeptThatCouldNotBeReadAgain(PipelineEdit edit) {
        Pipeline pipeline = Pipeline.empty("Drawing").withNode(NODE);
        assertThatThrownBy(() -> edit.apply(pipeline)).isInstanceOf(EditRefused.class).hasMessageMatching("[A-Z].*");
    }

    @Test
    void aBatchIsMadeWholeOrNotAtAll() {
        var batch = new PipelineEdit.Batch(List.of(new PipelineEdit.AddNode(NODE, new Position(0, 0)), new PipelineEdit.SetLabel(new NodeId("gone"), "x")));
        assertThatThrownBy(() -> batch.apply(Pipeline.empty("Drawing"))).isInstanceOf(EditRefused.class).hasMessageContaining("'gone' is no longer there");
    }
}
