package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Nodes without a place get one that covers nothing, and keep it from the first edit on. */
class PlacesTest {
    private static final int HEAD = 56;

    private static NodeId id(String id) {
        return new NodeId(id);
    }

    private static Pipeline drawing(String... edges) {
        Pipeline pipeline = Pipeline.empty("p");
        for (String edge : edges) {
            for (String end : edge.split("->")) {
                if (!pipeline.nodes().containsKey(id(end))) {
                    pipeline = pipeline.withNode(new Node(id(end), "operator.map", 1, "", Settings.EMPTY));
                }
            }
            if (edge.contains("->")) {
                String[] ends = edge.split("->");
                pipeline = pipeline.withEdge(new Edge(PortRef.of(ends[0], "out"), PortRef.of(ends[1], "in")));
            }
        }
        return pipeline;
    }

    @Test
    void eachStandsRightOfWhatFeedsItAndLevelWithIt() {
        Map<NodeId, Position> places = Places.of(drawing("orders->large", "large->out"));
        assertThat(places).containsExactlyInAnyOrderEntriesOf(Map.of(id("orders"), new Position(40, 40), id("large"), new Position(350, 40), id("out"), new Position(660, 40)));
    }

    @Test
    void branchesAndWhatIsApartStandBelow() {
        Map<NodeId, Position> places = Places.of(drawing("a->b", "a->c", "x->y"));
        assertThat(places.get(id("b")).x()).isEqualTo(places.get(id("c")).x());
        assertThat(places.get(id("c")).y()).isGreaterThanOrEqualTo(places.get(id("b")).y() + HEAD);
        assertThat(places.get(id("x"))).satisfies(at -> {
            assertThat(at.x()).isEqualTo(40);
            assertThat(at.y()).isGreaterThanOrEqualTo(places.get(id("c")).y() + HEAD);
        });
    }

    @Test
    void whatHasAPlaceKeepsItAndTheOthersStandBesideIt() {
        Pipeline drawing = drawing("a->b", "b->c").withPosition(id("b"), new Position(1000, 500));
        assertThat(Places.of(drawing)).containsExactlyInAnyOrderEntriesOf(
                Map.of(id("a"), new Position(690, 500), id("b"), new Position(1000, 500), id("c"), new Position(1310, 500)));
    }

    @Test
    void aCircleIsDrawnToo() {
        assertThat(Places.of(drawing("a->b", "b->a", "b->c")).values()).doesNotHaveDuplicates().hasSize(3);
    }

    @RepeatedTest(20)
    void nothingCoversAnythingAndTheSameIsLaidOutAlike(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var edges = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            int from = random.nextInt(40);
            edges.add("n" + from + "->n" + (from + 1 + random.nextInt(6)));
        }
        Pipeline drawing = drawing(edges.toArray(String[]::new));
        Map<NodeId, Position> places = Places.of(drawing);
        List<Position> all = List.copyOf(places.values());
        assertThat(all).hasSize(drawing.nodes().size());
        for (int i = 0; i < all.size(); i++) {
            for (Position other : all.subList(i + 1, all.size())) {
                assertThat(Math.abs(all.get(i).x() - other.x()) >= Room.NODE_WIDTH || Math.abs(all.get(i).y() - other.y()) >= HEAD).as(all.get(i) + " " + other).isTrue();
            }
        }
        drawing.edges().forEach(e -> assertThat(places.get(e.to().node()).x()).isGreaterThan(places.get(e.from().node()).x()));
        assertThat(Places.of(drawing)).isEqualTo(places);
    }

    @Test
    void theFirstEditKeepsWhatWasSeenAndUndoTakesOnlyTheEditBack() {
        Pipeline drawing = drawing("a->b", "b->c");
        PipelineEdit edit = Places.kept(drawing, new PipelineEdit.Move(id("b"), new Position(400, 300)));
        Pipeline after = edit.apply(drawing);
        assertThat(after.layout()).containsEntry(id("b"), new Position(400, 300)).containsEntry(id("c"), Places.of(drawing).get(id("c")));
        Pipeline back = edit.inverse(drawing).apply(after);
        assertThat(back.layout()).isEqualTo(Places.of(drawing));
        assertThat(Places.kept(after, new PipelineEdit.Rename("q"))).isEqualTo(new PipelineEdit.Rename("q"));
    }
}
