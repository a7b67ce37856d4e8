package dev.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schema.JsonSchemaText.Field;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class JsonSchemaTextTest {
    private static List<Field> fields(String properties, String required, String more) {
        return JsonSchemaText.fields("{\"type\": \"object\", \"properties\": {" + properties + "}, \"required\": [" + required + "]" + more + "}");
    }

    private static String types(String properties) {
        return fields(properties, "", "").stream().map(f -> f.name() + " " + f.type()).reduce((a, b) -> a + ", " + b).orElseThrow();
    }

    @Test
    void typesAndFormatsBecomeColumnTypes() {
        assertThat(types("""
                "id": {"type": "integer"}, "small": {"type": "integer", "format": "int32"}, "percent": {"type": "integer", "minimum": 0, "maximum": 100},
                "share": {"type": "number"}, "light": {"type": "number", "format": "float"}, "price": {"type": "number", "multipleOf": 0.01},
                "amount": {"type": "string", "format": "decimal"}, "name": {"type": "string"}, "at": {"type": "string", "format": "date-time"},
                "day": {"type": "string", "format": "date"}, "picture": {"type": "string", "contentEncoding": "base64"}, "paid": {"type": "boolean"}"""))
                .isEqualTo("id BIGINT, small INT, percent INT, share DOUBLE, light FLOAT, price DECIMAL(38, 2), amount DECIMAL(38, 10), name STRING, "
                        + "at TIMESTAMP_LTZ(3), day DATE, picture BYTES, paid BOOLEAN");
    }

    @Test
    void objectsListsAndMapsAreNested() {
        assertThat(types("""
                "to": {"type": "object", "properties": {"city": {"type": "string"}, "zip": {"type": "integer"}}},
                "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}},
                "labels": {"type": "object", "additionalProperties": {"type": "number"}}, "any": {"type": "object"}, "list": {"type": "array"}"""))
                .isEqualTo("to ROW<city STRING, zip BIGINT>, lines ARRAY<ROW<sku STRING>>, labels MAP<STRING, DOUBLE>, any STRING, list ARRAY<STRING>");
    }

    @Test
    void onlyWhatIsRequiredAndNeverNullIsNotNullable() {
        List<Field> fields = fields("""
                "a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": ["string", "null"]}, "d": {"oneOf": [{"type": "null"}, {"type": "integer"}]},
                "e": {"enum": ["x", null]}""", "\"a\", \"c\", \"d\", \"e\"", "");
        assertThat(fields).extracting(Field::name, Field::nullable).containsExactly(Tuple.tuple("a", false),
                Tuple.tuple("b", true), Tuple.tuple("c", true), Tuple.tuple("d", true),
                Tuple.tuple("e", true));
        assertThat(fields.get(3).type()).isEqualTo(LogicalType.BIGINT);
    }

    @Test
    void referencesInsideTheFileAndAllOfAreFollowed() {
        assertThat(JsonSchemaText.fields("""
                {"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [{"$ref": "#/$defs/base"}, {"properties": {"to": {"$ref": "#/$defs/a~1b"}}}],
                 "$defs": {"base": {"properties": {"id": {"type": "integer"}}, "required": ["id"]}, "a/b": {"type": "object", "properties": {"city": {"type": "string"}}}}}"""))
                .containsExactly(new Field("id", LogicalType.BIGINT, false, ""),
                        new Field("to", new LogicalType.Row(List.of(Column.of("city", LogicalType.STRING))), true, ""));
    }

    @Test
    void whatNoTypeSaysIsKeptAsText() {
        List<Field> fields = fields("""
                "mixed": {"oneOf": [{"type": "integer"}, {"type": "string"}]}, "numbers": {"type": ["integer", "number"]}, "nothing": true,
                "tree": {"$ref": "#/$defs/tree"}""", "", ", \"$defs\": {\"tree\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/tree\"}}}");
        assertThat(fields.get(0)).isEqualTo(new Field("mixed", LogicalType.STRING, true, "One of several types; kept as text"));
        assertThat(fields.get(1).type()).isEqualTo(LogicalType.DOUBLE);
        assertThat(fields.get(2).type()).isEqualTo(LogicalType.STRING);
        assertThat(fields.get(3).type()).isEqualTo(new LogicalType.Array(LogicalType.STRING));
        assertThat(fields.get(3).note()).contains("Holds itself");
    }

    @Test
    void whatIsNoSchemaOfAnObjectIsRefusedInASentence() {
        refused("{", "no valid JSON");
        refused("[]", "no object");
        refused("{\"type\": \"string\"}", "no object");
        refused("{\"properties\": {\"a\": {\"$ref\": \"https://elsewhere/schema\"}}}", "outside");
        refused("{\"properties\": {\"a\": {\"$ref\": \"#/$defs/none\"}}}", "not in it");
        refused("{\"properties\": {\"a\": {\"$ref\": \"#here\"}}}", "as a path");
        refused("{\"$ref\": \"#\"}", "refers to itself");
        refused("{\"properties\": {\"a\": {\"type\": \"string\"}, \"a\": {\"type\": \"integer\"}}}", "no valid JSON");
        refused("{\"allOf\":[".repeat(200) + "]}".repeat(200), "nested too deep");
        refused("{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000), "no valid JSON");
    }

    /** Each definition names the next one twice: the last is there 2 to the power of 14 times. */
    @Test
    void referencesThatMultiplyAreRefused() {
        var definitions = new StringBuilder();
        for (int i = 0; i < 14; i++) {
            definitions.append("\"d").append(i).append("\": {\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/$defs/d").append(i + 1)
                    .append("\"}, \"b\": {\"$ref\": \"#/$defs/d").append(i + 1).append("\"}}}, ");
        }
        refused("{\"$ref\": \"#/$defs/d0\", \"$defs\": {" + definitions + "\"d14\": {\"type\": \"string\"}}}", "more than 5000 values");
    }

    private static void refused(String schema, String why) {
        assertThatThrownBy(() -> JsonSchemaText.fields(schema)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }
}
