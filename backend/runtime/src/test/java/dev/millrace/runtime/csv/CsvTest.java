package dev.millrace.runtime.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.json.BadRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final LogicalType TEXT = new VarCharType(VarCharType.MAX_LENGTH);

    @Test
    void fieldsAreSplitAsRfc4180Says() throws BadRecord {
        assertThat(CsvText.split("a,b,c", ',')).containsExactly("a", "b", "c");
        assertThat(CsvText.split("\"a,\"\"b\"\"\",,\"\",", ',')).containsExactly("a,\"b\"", null, "", null);
        assertThat(CsvText.split("\"two\nlines\";x", ';')).containsExactly("two\nlines", "x");
        assertThat(CsvText.split("", ',')).containsExactly((String) null);
        assertThat(CsvText.split(" a , b", ',')).containsExactly(" a ", " b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a", "\"a\"b,c", "a\"b\"", "x,\"\"\"", "\""})
    void whatIsNoCsvIsABadRecord(String record) {
        assertThatThrownBy(() -> CsvText.split(record, ',')).isInstanceOf(BadRecord.class).hasMessageStartingWith("Not valid CSV: ");
    }

    @Test
    void bytesThatAreNoTextAndRecordsOfAnotherLengthAreBad() {
        var decoder = new CsvDecoder(RowType.of(new LogicalType[] {TEXT}, new String[] {"a"}), List.of("a", "b"), ',', 0);
        assertThatThrownBy(() -> decoder.decode(new byte[] {(byte) 0xff, ','})).hasMessage("Not valid CSV: the record is no UTF-8 text");
        assertThatThrownBy(() -> decoder.decode("1".getBytes(StandardCharsets.UTF_8))).hasMessage("Expected 2 fields, found 1");
        assertThatThrownBy(() -> decoder.decode(new byte[0])).hasMessage("The record is empty");
    }

    @Test
    void whatIsWrittenIsReadBackWhateverTheTextsAre() throws BadRecord {
        var type = RowType.of(new LogicalType[] {TEXT, new BigIntType(), TEXT}, new String[] {"a, b", "n", "c"});
        var random = new Random(7);
        String alphabet = "ab,;\"\n\r \t\u00e9\u20ac";
        for (char separator : new char[] {',', ';', '\t'}) {
            var encoder = new CsvEncoder(type, separator);
            var decoder = new CsvDecoder(type, CsvDecoder.header(encoder.header(), separator), separator, 0);
            for (int i = 0; i < 2_000; i++) {
                var row = GenericRowData.of(text(random, alphabet), random.nextInt(4) == 0 ? null : random.nextLong(), text(random, alphabet));
                // A line break at the very end of a record is its end.
                assertThat(decoder.decode(encoder.encode(row))).as(new String(encoder.encode(row), StandardCharsets.UTF_8)).isEqualTo(row);
            }
        }
    }

    private static StringData text(Random random, String alphabet) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        var text = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return StringData.fromString(text.toString());
    }
}
