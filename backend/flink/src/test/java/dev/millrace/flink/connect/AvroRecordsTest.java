package dev.millrace.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.runtime.avro.AvroDecoder;
import dev.millrace.runtime.avro.AvroEncoder;
import dev.millrace.runtime.avro.AvroFormat;
import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.json.JsonDecoder;
import dev.millrace.runtime.json.JsonEncoder;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.schema.TypeParser;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvroRecordsTest {
    private static final String ORDER = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "long"},
              {"name": "note", "type": ["null", "string"], "default": null},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}},
              {"name": "tags", "type": {"type": "array", "items": "string"}},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}""";
    private static final RowType COLUMNS = type("id BIGINT", "note STRING", "price DECIMAL(6, 2)", "tags ARRAY<STRING>", "at TIMESTAMP(3)");
    /** By the specification: 3 as zigzag 06; second branch 02, length 2 04, "hi"; two bytes 04, 1234 is 04d2; one tag 02 "x" 02 78, end 00; 1500 ms in micros. */
    private static final byte[] RECORD = HexFormat.of().parseHex("06" + "02046869" + "0404d2" + "02027800" + "c08db701");

    private TestRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = new TestRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static RowType type(String... columns) {
        return FlinkTypes.row(Schema.of(Arrays.stream(columns).map(c -> c.split(" ", 2)).map(c -> Column.of(c[0], TypeParser.parse(c[1]))).toList()));
    }

    private static String json(RowType type, byte[] avro, AvroFormat format) throws BadRecord {
        return new String(new JsonEncoder(type).encode(new AvroDecoder(type, format, 0).decode(avro)), StandardCharsets.UTF_8);
    }

    private static byte[] numbered(int id, byte[] record) {
        byte[] all = new byte[5 + record.length];
        all[4] = (byte) id;
        System.arraycopy(record, 0, all, 5, record.length);
        return all;
    }

    @Test
    void readsWhatTheSpecificationWrites() throws BadRecord {
        assertThat(json(COLUMNS, RECORD, new AvroFormat(ORDER, null)))
                .isEqualTo("{\"id\":3,\"note\":\"hi\",\"price\":12.34,\"tags\":[\"x\"],\"at\":\"1970-01-01 00:00:01.500\"}");
    }

    @Test
    void writesTheSameBytesByTheSameSchema() throws BadRecord {
        var row = new JsonDecoder(COLUMNS).decode("{\"id\":3,\"note\":\"hi\",\"price\":12.34,\"tags\":[\"x\"],\"at\":\"1970-01-01 00:00:01.500\"}"
                .getBytes(StandardCharsets.UTF_8));
        assertThat(new AvroEncoder(COLUMNS, new AvroFormat(ORDER, null)).encode(row)).isEqualTo(RECORD);
    }

    @Test
    void everyTypeComesBackThroughASchemaMadeOfTheColumnsAndARegistry() throws BadRecord {
        RowType type = type("a BOOLEAN", "b INT", "c BIGINT", "d FLOAT", "e DOUBLE", "f DECIMAL(20, 5)", "g STRING", "h BYTES", "i DATE", "j TIME(3)",
                "k TIMESTAMP(6)", "l TIMESTAMP_LTZ(3)", "m ARRAY<ROW<x INT, y ARRAY<STRING>>>", "n MAP<STRING, BIGINT>", "o ROW<x ROW<z STRING>>");
        var format = new AvroFormat(null, registry.address());
        var encoder = new AvroEncoder(type, format).registeredFor("orders", registry.address());
        for (String json : new String[] {"{\"a\":true,\"b\":-1,\"c\":9000000000,\"d\":1.5,\"e\":-2.25,\"f\":-1234567.89000,\"g\":\"\u00e4\",\"h\":\"AQI=\","
                + "\"i\":\"1969-12-31\",\"j\":\"23:59:59.999\",\"k\":\"1969-12-31 23:59:59.123456\",\"l\":\"2026-01-01 00:00:00.001Z\","
                + "\"m\":[{\"x\":1,\"y\":[\"p\",null]},null],\"n\":{\"k\":null},\"o\":{\"x\":{\"z\":\"deep\"}}}", "{}"}) {
            var row = new JsonDecoder(type).decode(json.getBytes(StandardCharsets.UTF_8));
            String before = new String(new JsonEncoder(type).encode(row), StandardCharsets.UTF_8);
            assertThat(json(type, encoder.encode(row), format)).isEqualTo(before);
        }
        assertThat(registry.of("orders-value")).isEqualTo(1);
    }

    @Test
    void eachSchemaIsAskedForOnceAndMayLackOrHaveMoreFieldsThanThereAreColumns() throws BadRecord {
        int old = registry.add("{\"type\": \"record\", \"name\": \"Order\", \"fields\": [{\"name\": \"id\", \"type\": \"int\"}]}");
        int now = registry.add(ORDER);
        RowType type = type("note STRING", "id BIGINT");
        var decoder = new AvroDecoder(type, new AvroFormat(null, registry.address()), 0);
        for (int i = 0; i < 3; i++) {
            assertThat(new String(new JsonEncoder(type).encode(decoder.decode(numbered(old, new byte[] {6}))), StandardCharsets.UTF_8))
                    .isEqualTo("{\"note\":null,\"id\":3}");
            assertThat(new String(new JsonEncoder(type).encode(decoder.decode(numbered(now, RECORD))), StandardCharsets.UTF_8))
                    .isEqualTo("{\"note\":\"hi\",\"id\":3}");
        }
        assertThat(registry.asked()).isEqualTo(2);
    }

    @Test
    void anUnknownNumberIsABadRecordAndARegistryThatDoesNotAnswerStopsTheJob() throws BadRecord {
        int id = registry.add(ORDER);
        var decoder = new AvroDecoder(COLUMNS, new AvroFormat(null, registry.address()), 0);
        assertThatThrownBy(() -> decoder.decode(numbered(77, RECORD))).isInstanceOf(BadRecord.class).hasMessage("The schema registry main does not know schema 77");
        assertThatThrownBy(() -> decoder.decode("{\"id\": 1}".getBytes(StandardCharsets.UTF_8))).isInstanceOf(BadRecord.class)
                .hasMessage("There is no number of a schema before the record");
        registry.failNext(2);
        assertThat(decoder.decode(numbered(id, RECORD))).isNotNull();
        registry.failNext(3);
        assertThatThrownBy(() -> new AvroDecoder(COLUMNS, new AvroFormat(null, registry.address()), 0).decode(numbered(id, RECORD)))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("Schema registry main: it answers 503").hasMessageNotContaining("secret");
        var stranger = new AvroFormat.Registry("main", registry.address().url(), "reader", "wrong");
        assertThatThrownBy(() -> new AvroDecoder(COLUMNS, new AvroFormat(null, stranger), 0).decode(numbered(id, RECORD)))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("401").hasMessageNotContaining("wrong");
        assertThat(registry.address().toString()).isEqualTo("main");
    }

    @Test
    void noBytesDoMoreThanBeABadRecord() {
        var decoder = new AvroDecoder(COLUMNS, new AvroFormat(ORDER, null), 0);
        var random = new Random(7);
        int bad = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = RECORD.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                decoder.decode(random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length + 3)));
            } catch (BadRecord e) {
                assertThat(e.getMessage()).isNotBlank();
                bad++;
            }
        }
        assertThat(bad).isGreaterThan(5_000);
        byte[] hugeText = HexFormat.of().parseHex("0602" + "feffffff0f");
        assertThatThrownBy(() -> decoder.decode(hugeText)).isInstanceOf(BadRecord.class).hasMessageContaining("ends in the middle");
        byte[] hugeList = HexFormat.of().parseHex("0600" + "0404d2" + "feffffffffffffff7f");
        assertThatThrownBy(() -> decoder.decode(hugeList)).isInstanceOf(BadRecord.class).hasMessageContaining("ends in the middle of a list");
        String chain = "{\"type\": \"record\", \"name\": \"N\", \"fields\": [{\"name\": \"next\", \"type\": [\"null\", \"N\"]}]}";
        byte[] deep = new byte[2_000_000];
        Arrays.fill(deep, (byte) 2);
        assertThatThrownBy(() -> new AvroDecoder(type("x INT"), new AvroFormat(chain, null), 0).decode(deep)).isInstanceOf(BadRecord.class)
                .hasMessageContaining("nested too deep");
    }

    @Test
    void columnsThatDoNotFitTheSchemaAreRefusedBeforeTheJobRuns() {
        assertThatThrownBy(() -> new AvroDecoder(type("id STRING"), new AvroFormat(ORDER, null), 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id: the Avro schema has long, which is no");
        assertThatThrownBy(() -> new AvroEncoder(type("id BIGINT"), new AvroFormat(ORDER, null))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("price: the Avro schema needs it");
        assertThatThrownBy(() -> new AvroEncoder(type("odd.name BIGINT"), new AvroFormat(null, null))).isInstanceOf(RuntimeException.class);
    }
}
