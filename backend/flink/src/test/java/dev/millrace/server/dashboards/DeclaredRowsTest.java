package dev.millrace.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.connect.DeclaredReading;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What nodes declare of records that are not JSON is found in a drawing, and read as a job does. */
class DeclaredRowsTest {
    private static final Compiler COMPILER = new Compiler(NodeKinds.shipped(), new FlinkExpressions());
    private static final Compilation DRAWN = COMPILER.compile(new PipelineDocument(NodeKinds.shipped()).read("""
            millrace: 1
            name: Formats
            nodes:
              lines:
                kind: source.kafka@1
                settings:
                  topic: lines
                  format: csv
                  separator: ";"
                  columns: [{name: id, type: BIGINT}, {name: city, type: STRING}, {name: unused, type: DOUBLE}]
                  about: [{name: place, what: offset}]
              logs: {kind: source.kafka@1, settings: {topic: logs, format: text, columns: [{name: line, type: STRING}]}}
              parts:
                kind: source.kafka@1
                settings:
                  topic: parts
                  format: avro
                  avroSchema: '{"type": "record", "name": "Part", "fields": [{"name": "id", "type": "long"}, {"name": "note", "type": ["null", "string"]}]}'
                  columns: [{name: id, type: BIGINT}, {name: note, type: STRING}]
              plain: {kind: source.kafka@1, settings: {topic: plain, columns: [{name: id, type: BIGINT}]}}
              cities: {kind: operator.map@1, settings: {begin: listed-columns, keep: [city]}}
              out: {kind: sink.kafka@1, settings: {topic: cities, format: csv}}
              as-json: {kind: sink.kafka@1, settings: {topic: again}}
            edges:
              - {from: lines.out, to: cities.in}
              - {from: cities.out, to: out.in}
              - {from: plain.out, to: as-json.in}
            """));

    private static String read(String node, byte[] record) throws RowReading.Unreadable {
        var scan = DeclaredRows.of(DRAWN, new NodeId(node), COMPILER).orElseThrow();
        return new String(new DeclaredReading(Registries.NONE).open(scan).json(null, record), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test void eachFormatIsReadAsItsNodeDeclares() throws Exception {
        assertThat(DRAWN.diagnostics().hasErrors()).as(DRAWN.diagnostics().toString()).isFalse();
        // Also what nothing in the drawing uses.
        assertThat(read("lines", bytes("7;Oslo;1.5"))).isEqualTo("{\"id\":7,\"city\":\"Oslo\",\"unused\":1.5}");
        assertThat(read("logs", bytes("started"))).isEqualTo("{\"line\":\"started\"}");
        assertThat(read("parts", HexFormat.of().parseHex("06" + "02046869"))).isEqualTo("{\"id\":3,\"note\":\"hi\"}");
        assertThat(read("out", bytes("Oslo"))).isEqualTo("{\"city\":\"Oslo\"}");
        assertThatThrownBy(() -> read("lines", bytes("x;Oslo;1.5"))).isInstanceOf(RowReading.Unreadable.class).hasMessageContaining("id");
    }

    @Test void jsonNeedsNoNodeToSaySo() {
        assertThat(DeclaredRows.of(DRAWN, new NodeId("plain"), COMPILER)).isEmpty();
        assertThat(DeclaredRows.of(DRAWN, new NodeId("as-json"), COMPILER)).isEmpty();
        assertThat(DeclaredRows.of(DRAWN, new NodeId("gone"), COMPILER)).isEmpty();
        assertThat(DeclaredRows.word(Optional.empty())).isEqualTo("JSON");
    }
}
