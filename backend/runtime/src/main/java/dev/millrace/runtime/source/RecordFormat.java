package dev.millrace.runtime.source;

import dev.millrace.runtime.avro.AvroFormat;
import java.io.Serializable;
import java.util.List;

/**
 * How the bytes of a record are read.
 *
 * @param fields for CSV: the names of all fields of a record, in order
 * @param separator for CSV: what stands between fields
 * @param avro for Avro: where its schema is from; else null
 */
public record RecordFormat(Kind kind, List<String> fields, char separator, AvroFormat avro) implements Serializable {
    /** TEXT is the whole record as the value of the only column; DEBEZIUM are changes of a table. */
    public enum Kind { JSON, CSV, TEXT, DEBEZIUM, AVRO }

    public static final RecordFormat JSON = new RecordFormat(Kind.JSON, List.of(), ',', null);
    public static final RecordFormat DEBEZIUM = new RecordFormat(Kind.DEBEZIUM, List.of(), ',', null);
    public static final RecordFormat TEXT = new RecordFormat(Kind.TEXT, List.of(), ',', null);

    public RecordFormat {
        fields = List.copyOf(fields);
    }

    public static RecordFormat csv(List<String> fields, char separator) {
        return new RecordFormat(Kind.CSV, fields, separator, null);
    }

    public static RecordFormat avro(AvroFormat avro) {
        return new RecordFormat(Kind.AVRO, List.of(), ',', avro);
    }
}
