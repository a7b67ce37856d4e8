package dev.millrace.server.columns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.TypeParser;
import dev.millrace.server.columns.Proposal.Kind;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.columns.RecordTrial.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Proposals from records, against what was counted by hand. */
class InferenceTest {
    private static Proposal of(String... records) {
        return Readings.json("test", Arrays.stream(records).map(r -> new Entry(null, r == null ? null : r.getBytes(StandardCharsets.UTF_8))).toList());
    }

    private static Proposed only(String... records) {
        return of(records).columns().getFirst();
    }

    private static Proposed values(String... values) {
        return only(Arrays.stream(values).map(v -> "{\"c\":" + v + "}").toArray(String[]::new));
    }

    @Test void scalarsGetTheNarrowestTypeThatFits() {
        assertThat(values("1", "2").type()).isEqualTo(LogicalType.BIGINT);
        assertThat(values("1", "2.5").type()).isEqualTo(LogicalType.DOUBLE);
        assertThat(values("1", "12345678901234567890").type()).isEqualTo(LogicalType.DOUBLE);
        assertThat(values("1", "12345678901234567890").others()).contains(new LogicalType.Decimal(38, 0));
        assertThat(values("1.0", "2.0").type()).isEqualTo(LogicalType.DOUBLE);
        assertThat(values("true", "false").type()).isEqualTo(LogicalType.BOOLEAN);
        assertThat(values("\"a\"", "null").type()).isEqualTo(LogicalType.STRING);
        // Larger than any double: only text keeps it.
        assertThat(values("1e400").type()).isEqualTo(LogicalType.STRING);
    }

    @Test void timesAreRecognised() {
        assertThat(values("\"2001-01-01 00:05:00\"", "\"2001-01-01T00:05:00.123\"").type()).isEqualTo(LogicalType.TIMESTAMP);
        assertThat(values("\"2001-01-01T00:05:00Z\"", "\"2001-01-01T00:05:00.1+02:00\"").type()).isEqualTo(LogicalType.TIMESTAMP_LTZ);
        assertThat(values("\"2001-01-01T00:05:00Z\"", "\"2001-01-01 00:05\"").type()).isEqualTo(LogicalType.TIMESTAMP_LTZ);
        assertThat(values("\"2001-01-01\"").type()).isEqualTo(LogicalType.DATE);
        assertThat(values("\"2001-01-01 soon\"").type()).isEqualTo(LogicalType.STRING);
        assertThat(values("\"2001-02-30\"").type()).isEqualTo(LogicalType.STRING);
        assertThat(values("\"2001-01-01 24:00:00\"").type()).isEqualTo(LogicalType.STRING);
        assertThat(values("\"2001-01-01 00:05:00.123456\"").note()).contains("Finer");
        assertThat(values("\"2001-01-01 00:05:00\"", "1700000000000").fits()).isEqualTo(1);
    }

    @Test void epochsAreSuggestedByNameAndSize() {
        assertThat(only("{\"created_at\":1700000000000}").note()).contains("milliseconds");
        assertThat(only("{\"created_at\":1700000000000}").others()).contains(LogicalType.TIMESTAMP_LTZ);
        assertThat(only("{\"epoch\":1700000000}").note()).contains("seconds since");
        assertThat(only("{\"eventTime\":1700000000000}").note()).contains("milliseconds");
        assertThat(only("{\"price\":1700000000000}").note()).isEmpty();
        assertThat(only("{\"ts\":12}").note()).isEmpty();
    }

    /** 19 whole numbers and 1 text in c; 17 values, 1 null and 2 without in d. */
    @Test void sharesAreThoseCountedByHand() {
        var records = new ArrayList<String>();
        for (int i = 0; i < 17; i++) {
            records.add("{\"c\":" + i + ",\"d\":1}");
        }
        records.add("{\"c\":1,\"d\":null}");
        records.add("{\"c\":2}");
        records.add("{\"c\":\"x\"}");
        Proposal proposal = of(records.toArray(String[]::new));
        Proposed c = proposal.columns().get(0);
        assertThat(c.type()).isEqualTo(LogicalType.BIGINT);
        assertThat(c.fits()).isEqualTo(0.95);
        assertThat(c.present()).isEqualTo(1);
        assertThat(c.nullable()).isFalse();
        assertThat(c.seen().orElseThrow().kinds()).isEqualTo(Map.of(Kind.WHOLE, 19, Kind.TEXT, 1));
        assertThat(c.note()).isEqualTo("Mixed: 19 whole numbers, 1 text. 1 record would be bad; STRING takes all");
        Proposed d = proposal.columns().get(1);
        assertThat(d.seen().orElseThrow()).isEqualTo(new Proposal.Seen(20, 17, 1, 17, Map.of(Kind.WHOLE, 17)));
        assertThat(d.seen().orElseThrow().absent()).isEqualTo(2);
        assertThat(d.present()).isEqualTo(0.85);
        assertThat(d.nullable()).isTrue();
    }

    /** Text takes whatever a mixture is made of, so nothing of it is lost. */
    @Test void aMixtureIsText() {
        Proposed mixed = values("1", "\"a\"", "true", "[1]", "{\"a\":1}");
        assertThat(mixed.type()).isEqualTo(LogicalType.STRING);
        assertThat(mixed.fits()).isEqualTo(1);
        assertThat(mixed.note()).startsWith("Mixed: 1 whole number, 1 true or false, 1 text, 1 list, 1 object. STRING takes all");
    }

    @Test void numbersInQuotesFitNumbersButStayTextAlone() {
        assertThat(values("1", "2", "\"3\"").type()).isEqualTo(LogicalType.BIGINT);
        assertThat(values("1", "2", "\"3\"").fits()).isEqualTo(1);
        assertThat(values("\"1\"", "\"2\"").type()).isEqualTo(LogicalType.STRING);
        assertThat(values("\"1\"", "\"2\"").others()).containsExactly(LogicalType.BIGINT);
    }

    @Test void nestedValuesBecomeRowsAndArrays() {
        assertThat(values("[1,2]", "[]").type()).isEqualTo(new LogicalType.Array(LogicalType.BIGINT));
        assertThat(values("[1,\"x\"]").type()).isEqualTo(new LogicalType.Array(LogicalType.STRING));
        assertThat(values("[{\"a\":1},{\"b\":[true]}]").type()).isEqualTo(TypeParser.parse("ARRAY<ROW<a BIGINT, b ARRAY<BOOLEAN>>>"));
        assertThat(values("{\"a\":1}", "{\"b\":\"x\"}").type()).isEqualTo(new LogicalType.Row(
                List.of(Column.of("a", LogicalType.BIGINT), Column.of("b", LogicalType.STRING))));
        assertThat(values("{}").type()).isEqualTo(LogicalType.STRING);
    }

    @Test void whatIsNoObjectIsCountedAsUnreadable() {
        Proposal proposal = of("[1]", "{", null, "", "{\"a\":1} {\"b\":2}", "{\"a\":null}");
        assertThat(proposal.sampled()).isEqualTo(6);
        assertThat(proposal.unreadable()).isEqualTo(5);
        assertThat(proposal.notes()).containsExactly("5 records cannot be read in this format and would be bad records");
        assertThat(proposal.columns().getFirst().note()).contains("Always NULL");
    }

    @Test void aLineOfTenMegabytesIsNotLookedAt() {
        Proposal proposal = of("{\"a\":\"" + "x".repeat(10_000_000) + "\"}", "{\"a\":1}");
        assertThat(proposal.unreadable()).isEqualTo(1);
        assertThat(proposal.columns().getFirst().type()).isEqualTo(LogicalType.BIGINT);
        assertThat(proposal.notes()).containsExactly("1 record of more than 2 MB was not looked at");
    }

    @Test void deepNestingEndsInText() {
        assertThat(of("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)).unreadable()).isEqualTo(1);
        Proposed deep = only("{\"a\":".repeat(400) + "1" + "}".repeat(400));
        assertThat(TypeParser.parse(deep.type().toString())).isEqualTo(deep.type());
        assertThat(deep.type().toString()).endsWith("a STRING>>>>>>>>");
    }

    @Test void namesThatCannotBeTypedAreLeftOutAndSaid() {
        Proposal proposal = of("{\"it's \\\"quoted\\\"\": 1, \"two\\nlines\": 2, \"\": 3, \"" + "n".repeat(300) + "\": 4, \"a\": 5, \"a\": \"again\"}");
        assertThat(proposal.columns()).extracting(Proposed::name).containsExactly("it's \"quoted\"", "a");
        assertThat(proposal.columns().get(1).type()).as("of a name given twice the last counts, as in a job").isEqualTo(LogicalType.STRING);
        assertThat(proposal.notes()).singleElement().asString().contains("'two␤lines'").contains("''").contains("nnn…'");
    }

    @Test void anEndlessNumberOfNamesIsCutOff() {
        var record = new StringBuilder("{\"x\":0");
        var nested = new StringBuilder("{\"x\":0");
        for (int i = 0; i < 5_000; i++) {
            record.append(",\"c").append(i).append("\":1");
            nested.append(",\"c").append(i).append("\":1");
        }
        assertThat(of(record + "}").columns()).hasSize(300);
        assertThat(TypeParser.parse(only("{\"n\":" + nested + "}}").type().toString())).isNotNull();
    }

    @Test void changesOfATableSayItsColumnsAndItsKey() {
        Proposal proposal = Readings.debezium("test", List.of(
                entry("{\"schema\":{},\"payload\":{\"id\":1}}", "{\"schema\":{},\"payload\":{\"op\":\"c\",\"before\":null,\"after\":{\"id\":1,\"name\":\"Ann\"}}}"),
                entry("{\"id\":2}", "{\"op\":\"u\",\"after\":{\"id\":2,\"name\":null}}"),
                entry("{\"id\":2}", "{\"op\":\"d\",\"before\":{\"id\":2},\"after\":null}"),
                entry("{\"id\":2}", null), entry(null, "{\"id\":3}")));
        assertThat(proposal.columns()).extracting(Proposed::name, Proposed::type, Proposed::nullable).containsExactly(
                Tuple.tuple("id", LogicalType.BIGINT, false), Tuple.tuple("name", LogicalType.STRING, true));
        assertThat(proposal.key()).containsExactly("id");
        assertThat(proposal.unreadable()).isEqualTo(1);
    }

    @Test void fieldsOfCsvAreTypedByTheirText() {
        Proposal proposal = Readings.csv("test", List.of(entry(null, "1,2.5,true,2026-01-01 00:00:00,007,\"a,b\""), entry(null, "2,3,false,,008,\"\""), entry(null, "1,2"),
                entry(null, "x\"y,1,2,3,4,5")), List.of("id", "price"), ',');
        // With names for two fields, records of two are meant.
        assertThat(proposal.columns()).extracting(Proposed::name).containsExactly("id", "price");
        assertThat(proposal.unreadable()).isEqualTo(3);
        Proposal unnamed = Readings.csv("test", List.of(entry(null, "1,2.5,true,2026-01-01 00:00:00,007,\"a,b\""), entry(null, "2,3,false,,008,\"\"\r\n"), entry(null, "1,2")),
                List.of(), ',');
        assertThat(unnamed.columns()).extracting(c -> c.name() + " " + c.type()).containsExactly("field_1 BIGINT", "field_2 DOUBLE", "field_3 BOOLEAN",
                "field_4 TIMESTAMP(3)", "field_5 STRING", "field_6 STRING");
        assertThat(unnamed.columns().get(3).seen().orElseThrow().nulls()).isEqualTo(1);
        assertThat(unnamed.columns().get(5).nullable()).isFalse();
        assertThat(unnamed.unreadable()).isEqualTo(1);
    }

    private static Entry entry(String key, String value) {
        return new Entry(key == null ? null : key.getBytes(StandardCharsets.UTF_8), value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
