package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LostColumns.Lost;
import dev.millrace.compile.LostColumns.Reader;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostColumnsTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final Compiler COMPILER = new Compiler(KINDS, new SmallExpressions());
    private static final Pipeline PIPELINE = new PipelineDocument(KINDS).read("""
            millrace: 1
            name: Flights
            nodes:
              flights:
                kind: source.kafka@1
                settings:
                  topic: flights
                  columns: [{name: id, type: BIGINT}, {name: ts, type: TIMESTAMP(3)}, {name: delay, type: INT}, {name: origin, type: STRING}]
                  eventTime: ts
              shaped: {kind: operator.map@1, settings: {compute: [{name: hours, expression: delay / 60}], rename: [{column: delay, name: minutes}]}}
              late: {kind: operator.filter@1, settings: {condition: minutes > 60}}
              per: {kind: window.tumbling@1, settings: {time: ts, size: 1 min, keys: [origin], aggregates: [{name: n, function: sum, column: hours}]}}
              out: {kind: sink.kafka@1, settings: {topic: out, key: [origin]}}
            edges:
              - {from: flights.out, to: shaped.in}
              - {from: shaped.out, to: late.in}
              - {from: late.out, to: per.in}
              - {from: per.out, to: out.in}
            """);

    private static List<Lost> lost(PipelineEdit edit) {
        return new LostColumns(COMPILER).between(COMPILER.compile(PIPELINE), COMPILER.compile(edit.apply(PIPELINE)));
    }

    private static NodeId id(String id) {
        return new NodeId(id);
    }

    @Test
    void aColumnThatIsDeclaredNoMoreIsMissedWhereItIsRead() {
        List<Object> columns = List.of(Map.of("name", "id", "type", "BIGINT"), Map.of("name", "ts", "type", "TIMESTAMP(3)"), Map.of("name", "origin", "type", "STRING"));
        assertThat(lost(new PipelineEdit.SetSetting(id("flights"), "columns", Optional.of(columns)))).containsExactly(new Lost(id("flights"), false, List.of("delay"),
                List.of(new Reader(id("shaped"), "rename[0].column"), new Reader(id("shaped"), "compute[0].expression"))));
    }

    @Test
    void aNodeThatGoesTakesWhatItMade() {
        List<Lost> lost = lost(new PipelineEdit.RemoveNode(id("shaped")));
        assertThat(lost).singleElement().satisfies(l -> {
            assertThat(l.removed()).isTrue();
            assertThat(l.columns()).containsExactlyInAnyOrder("minutes", "hours");
            assertThat(l.readers()).containsExactly(new Reader(id("late"), "condition"), new Reader(id("per"), "aggregates[0].column"));
            assertThat(l.nodes()).isEqualTo(2);
        });
    }

    @Test
    void aNodeThatMakesNothingIsMissedByNobody() {
        assertThat(lost(new PipelineEdit.RemoveNode(id("late")))).isEmpty();
        assertThat(lost(new PipelineEdit.RemoveNode(id("out")))).isEmpty();
    }

    @Test
    void aColumnThatNobodyReadsMayGoAndARenameIsNoLoss() {
        List<Object> without = List.of(Map.of("name", "ts", "type", "TIMESTAMP(3)"), Map.of("name", "delay", "type", "INT"), Map.of("name", "origin", "type", "STRING"));
        assertThat(lost(new PipelineEdit.SetSetting(id("flights"), "columns", Optional.of(without)))).isEmpty();
        assertThat(lost(new PipelineEdit.SetSetting(id("shaped"), "rename", Optional.of(List.of(Map.of("column", "delay", "name", "mins")))))).isEmpty();
    }

    @Test
    void aSourceThatGoesIsMissedWhereverItsColumnsAreRead() {
        assertThat(lost(new PipelineEdit.RemoveNode(id("flights")))).singleElement().satisfies(l -> assertThat(l.readers()).contains(
                new Reader(id("shaped"), "compute[0].expression"), new Reader(id("per"), "keys[0]"), new Reader(id("per"), "time"), new Reader(id("out"), "key[0]")));
    }
}
