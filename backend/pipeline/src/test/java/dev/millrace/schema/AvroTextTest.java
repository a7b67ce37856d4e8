package dev.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AvroTextTest {
    @Test
    void aRecordThatIsNamedTwiceIsReadTwice() {
        assertThat(AvroText.fields("""
                {"type": "record", "name": "Trip", "fields": [
                  {"name": "from", "type": {"type": "record", "name": "Place", "fields": [{"name": "city", "type": "string"}]}},
                  {"name": "to", "type": ["null", "Place"]}]}""")).extracting(f -> f.name() + " " + f.type().orElseThrow() + " " + f.nullable())
                .containsExactly("from ROW<city STRING> false", "to ROW<city STRING> true");
    }

    /** Each record holds the one before twice: the first is there 2 to the power of 14 times. */
    @Test
    void namesThatMultiplyAreRefused() {
        var schema = new StringBuilder("{\"type\": \"record\", \"name\": \"All\", \"fields\": [{\"name\": \"f0\", \"type\": {\"type\": \"record\", \"name\": \"R0\", "
                + "\"fields\": [{\"name\": \"a\", \"type\": \"int\"}]}}");
        for (int i = 1; i < 15; i++) {
            schema.append(", {\"name\": \"f").append(i).append("\", \"type\": {\"type\": \"record\", \"name\": \"R").append(i).append("\", \"fields\": [{\"name\": \"a\", \"type\": \"R")
                    .append(i - 1).append("\"}, {\"name\": \"b\", \"type\": \"R").append(i - 1).append("\"}]}}");
        }
        assertThatThrownBy(() -> AvroText.fields(schema + "]}")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("more than 5000 values");
    }
}
