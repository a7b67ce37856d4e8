package dev.millrace.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.server.kafka.InferredColumns.InferredColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnInferenceTest {
    private static InferredColumns of(String... records) {
        return ColumnInference.of("t", Arrays.stream(records).map(r -> r.getBytes(StandardCharsets.UTF_8)).toList());
    }

    private static InferredColumn only(String... records) {
        return of(records).columns().getFirst();
    }

    private static InferredColumn values(String... values) {
        return only(Arrays.stream(values).map(v -> "{\"c\":" + v + "}").toArray(String[]::new));
    }

    @Test void scalarsGetTheNarrowestTypeThatFits() {
        assertThat(values("1", "2").type()).isEqualTo(LogicalType.BIGINT);
        assertThat(values("1", "2.5").type()).isEqualTo(LogicalType.DOUBLE);
        assertThat(values("1", "12345678901234567890").type()).isEqualTo(LogicalType.DOUBLE);
        assertThat(values("true", "false").type()).isEqualTo(LogicalType.BOOLEAN);
        assertThat(values("\"a\"", "null").type()).isEqualTo(LogicalType.STRING);
        assertThat(values("1", "\"a\"").type()).isEqualTo(LogicalType.STRING);
        assertThat(values("1e400").type()).isEqualTo(LogicalType.DOUBLE);
    }

    @Test void timesAreRecognised() {
        assertThat(values("\"2001-01-01 00:05:00\"", "\"2001-01-01T00:05:00.123\"").type()).isEqualTo(LogicalType.TIMESTAMP);
        assertThat(values("\"2001-01-01T00:05:00Z\"", "\"2001-01-01T00:05:00.1+02:00\"").type()).isEqualTo(LogicalType.TIMESTAMP_LTZ);
        assertThat(values("\"2001-01-01\"").type()).isEqualTo(new LogicalType.Date());
        assertThat(values("\"2001-01-01 soon\"").type()).isEqualTo(LogicalType.STRING);
    }

    @Test void epochsAreSuggestedByNameAndSize() {
        assertThat(only("{\"created_at\":1700000000000}").note()).contains("milliseconds");
        assertThat(only("{\"epoch\":1700000000}").note()).contains("seconds since");
        assertThat(only("{\"eventTime\":1700000000000}").note()).contains("milliseconds");
        assertThat(only("{\"price\":1700000000000}").note()).isEmpty();
        assertThat(only("{\"ts\":12}").note()).isEmpty();
    }

    @Test void aFewStrangeValuesAreToldAsAShare() {
        var records = new ArrayList<String>();
        for (int i = 0; i < 19; i++) {
            records.add("{\"c\":" + i + ",\"d\":1}");
        }
        records.add("{\"c\":\"x\"}");
        InferredColumns columns = of(records.toArray(String[]::new));
        assertThat(columns.columns().get(0)).satisfies(c -> {
            assertThat(c.type()).isEqualTo(LogicalType.BIGINT);
            assertThat(c.fits()).isEqualTo(0.95);
            assertThat(c.note()).contains("dead letters");
        });
        assertThat(columns.columns().get(1).present()).isEqualTo(0.95);
    }

    @Test void nestedValuesBecomeRowsAndArrays() {
        assertThat(values("[1,2]", "[]").type()).isEqualTo(new LogicalType.Array(LogicalType.BIGINT));
        assertThat(values("{\"a\":1}", "{\"b\":\"x\"}").type()).isEqualTo(new LogicalType.Row(
                List.of(Column.of("a", LogicalType.BIGINT), Column.of("b", LogicalType.STRING))));
    }

    @Test void whatIsNoObjectIsCountedAsUnreadable() {
        InferredColumns columns = ColumnInference.of("t", Arrays.asList("[1]".getBytes(StandardCharsets.UTF_8),
                "{".getBytes(StandardCharsets.UTF_8), null, "{\"a\":null}".getBytes(StandardCharsets.UTF_8)));
        assertThat(columns.unreadable()).isEqualTo(3);
        assertThat(columns.columns().getFirst().note()).contains("Always empty");
    }
}
