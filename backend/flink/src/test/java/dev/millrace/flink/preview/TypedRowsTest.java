package dev.millrace.flink.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.sample.GeneratedRows;
import dev.millrace.server.sample.SampleTexts;
import dev.millrace.server.sample.Taking;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people type as rows, and what they are told where it does not fit. */
class TypedRowsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Schema ORDERS = Schema.of(new Column("id", LogicalType.BIGINT, false), Column.of("amount", new LogicalType.Decimal(20, 4)),
            Column.of("note", LogicalType.STRING), Column.of("ts", LogicalType.TIMESTAMP));

    private static SampleTexts.Read read(String text) {
        return new TypedRows().read(text, ORDERS);
    }

    @Test
    void jsonAndCsvOfTheSameRowsAreTheSame() {
        List<String> rows = List.of("{\"id\":1,\"amount\":1234567890123456.7891,\"note\":\"a, b\",\"ts\":\"2026-01-01 10:00:00.000\"}",
                "{\"id\":2,\"amount\":null,\"note\":null,\"ts\":null}");
        for (String text : List.of(
                "{\"id\": 1, \"amount\": 1234567890123456.7891, \"note\": \"a, b\", \"ts\": \"2026-01-01T10:00:00\"}\r\n\r\n{\"id\": 2}\n",
                "\uFEFF[{\"id\": 1, \"amount\": 1234567890123456.7891,\n \"note\": \"a, b\", \"ts\": \"2026-01-01 10:00\"}, {\"id\": 2}]",
                "{\n  \"id\": 1,\n  \"amount\": \"1234567890123456.7891\",\n  \"note\": \"a, b\",\n  \"ts\": \"2026-01-01 10:00\"\n}\n{\"id\": 2}",
                "id,note,amount,ts\n1,\"a, b\",1234567890123456.7891,2026-01-01 10:00:00\n2,,,\n",
                "id;note;amount;ts\n1;a, b;1234567890123456.7891;2026-01-01 10:00:00\n2;;;\n",
                "id\tnote\tamount\tts\n1\ta, b\t1234567890123456.7891\t2026-01-01 10:00:00\n2\t\t\t\n")) {
            SampleTexts.Read read = read(text);
            assertThat(read.problems()).as(text).isEmpty();
            assertThat(read.rows()).as(text).hasSize(2).first().isEqualTo(rows.getFirst());
            assertThat(read.rows().getLast()).contains("\"id\":2");
        }
        assertThat(read("id,note\n1,\"two\nlines\"\n2,x").rows()).hasSize(2).first().asString().contains("two\\nlines");
    }

    @Test
    void whatDoesNotFitIsToldWithItsLine() {
        assertThat(read("{\"id\": 1}\n{\"id\": \"much\"}\n\n{\"amount\": 3}\n{\"id\": 4, \"amout\": 1}").problems()).extracting(SampleTexts.Problem::toString)
                .satisfiesExactly(p -> assertThat(p).startsWith("Line 2: id"), p -> assertThat(p).startsWith("Line 4: id").contains("missing"),
                        p -> assertThat(p).isEqualTo("Line 5: No column 'amout'; there are id, amount, note, ts"));
        assertThat(read("{\"id\": 1}\n{\"id\": 2").problems()).singleElement().asString().startsWith("Line 2: Not valid JSON");
        assertThat(read("{\n\"id\": 1,\n}").problems()).singleElement().asString().startsWith("Line 3: Not valid JSON");
        assertThat(read("[{\"id\": 1},\n{\"id\": 2}").problems()).singleElement().asString().contains("Line 2");
        assertThat(read("[1, {\"id\": 2}]").problems()).singleElement().asString().startsWith("Line 1: Expected a JSON object");
        assertThat(read("id,amout\n1,2").problems()).singleElement().asString().startsWith("Line 1: No column 'amout'");
        assertThat(read("id,amount\n1,2\n3,x\n4").problems()).extracting(SampleTexts.Problem::line).containsExactly(3, 4);
        assertThat(read("id,note\n1,\"open\n2,x").problems()).singleElement().asString().startsWith("Line 2: Not valid CSV");
        assertThat(read("1,2,3").problems()).singleElement().asString().contains("begins with a line of column names");
        String many = IntStream.rangeClosed(0, Taking.MOST).mapToObj(i -> "{\"id\": " + i + "}").collect(Collectors.joining("\n"));
        assertThat(read(many).problems()).singleElement().asString().contains("more than 2000 rows");
        assertThat(read("{\"id\": \"x\"}\n".repeat(500)).problems()).hasSize(SampleTexts.MOST_PROBLEMS);
    }

    @Test
    void generatedRowsOfAllTypesAreReadByWhatReadsTopics() {
        List<LogicalType> types = List.of(LogicalType.BOOLEAN, LogicalType.INT, LogicalType.BIGINT, LogicalType.FLOAT, LogicalType.DOUBLE,
                new LogicalType.Decimal(3, 3), new LogicalType.Decimal(38, 10), LogicalType.STRING, LogicalType.BYTES, LogicalType.DATE, new LogicalType.Time(0),
                new LogicalType.Timestamp(0), LogicalType.TIMESTAMP, LogicalType.TIMESTAMP_LTZ, new LogicalType.Array(new LogicalType.Array(LogicalType.INT)),
                new LogicalType.Map(LogicalType.STRING, LogicalType.BIGINT), new LogicalType.Row(List.of(Column.of("x", LogicalType.INT), Column.of("y", LogicalType.DATE))));
        var columns = IntStream.range(0, types.size()).mapToObj(i -> new Column("c" + i, types.get(i), i % 2 == 0)).collect(Collectors.toList());
        columns.add(Column.of("at", LogicalType.TIMESTAMP_LTZ));
        Schema schema = Schema.of(columns).withEventTime("at");
        List<String> rows = GeneratedRows.of(schema, Duration.ofSeconds(5), 300, 7);
        SampleTexts.Read read = new TypedRows().read(String.join("\n", rows), schema);
        assertThat(read.problems()).isEmpty();
        assertThat(read.rows()).hasSize(300);
        List<JsonNode> parsed = read.rows().stream().map(JSON::readTree).toList();
        assertThat(parsed).allMatch(r -> !r.get("at").isNull() && !r.get("c1").isNull());
        assertThat(parsed).anyMatch(r -> r.get("c2").isNull());
        long newest = 0;
        int late = 0;
        for (JsonNode row : parsed) {
            long at = java.time.Instant.parse(row.get("at").asString().replace(' ', 'T')).toEpochMilli();
            late += at < newest - 5_000 ? 1 : 0;
            newest = Math.max(newest, at);
        }
        assertThat(late).as("some rows come late").isBetween(3, 40);
        assertThat(GeneratedRows.of(schema, Duration.ofSeconds(5), 300, 7)).isEqualTo(rows);
        assertThat(GeneratedRows.of(schema, Duration.ofSeconds(5), 300, 8)).isNotEqualTo(rows);
    }
}
