package dev.millrace.server.kafka;

import dev.millrace.schema.LogicalType;
import dev.millrace.server.kafka.InferredColumns.InferredColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Proposes columns from JSON records. A column's type is the narrowest that nearly all of its values fit; a few that do not
 * are told as a share, since such records would go to the dead letters.
 */
final class ColumnInference {
    /** From this share of fitting values on, a narrow type is worth the rest going to the dead letters. */
    private static final double ENOUGH = 0.9;
    private static final int MOST_COLUMNS = 300;
    private static final Pattern TIME_NAME = Pattern.compile("(.*[_.-])?(ts|time|timestamp|epoch|date_?time|at)|.*(Time|Ts|At|Timestamp)");
    private static final long YEAR_1990 = 631_152_000_000L;
    private static final long YEAR_2100 = 4_102_444_800_000L;

    private final JsonMapper json = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private final LinkedHashMap<String, ColumnValues> columns = new LinkedHashMap<>();
    private int sampled;
    private int unreadable;

    private ColumnInference() {}

    /** @param records oldest first; null entries are tombstones */
    static InferredColumns of(String topic, List<byte[]> records) {
        var inference = new ColumnInference();
        records.forEach(inference::read);
        return inference.proposal(topic);
    }

    private void read(byte[] record) {
        sampled++;
        JsonNode object;
        try {
            object = record == null ? null : json.readTree(record);
        } catch (JacksonException notJson) {
            object = null;
        }
        if (object == null || !object.isObject()) {
            unreadable++;
            return;
        }
        object.properties().forEach(field -> {
            ColumnValues values = columns.get(field.getKey());
            if (values == null && columns.size() < MOST_COLUMNS) {
                values = new ColumnValues();
                columns.put(field.getKey(), values);
            }
            if (values != null) {
                values.add(field.getValue());
            }
        });
    }

    private InferredColumns proposal(String topic) {
        int readable = sampled - unreadable;
        List<InferredColumn> proposed = columns.entrySet().stream().map(e -> column(e.getKey(), e.getValue(), readable)).toList();
        Optional<String> time = proposed.stream().filter(c -> c.type().canBeEventTime() && isTimeName(c.name())).findFirst()
                .or(() -> proposed.stream().filter(c -> c.type().canBeEventTime()).findFirst()).map(InferredColumn::name);
        return new InferredColumns(topic, sampled, unreadable, proposed, time);
    }

    private static InferredColumn column(String name, ColumnValues values, int readable) {
        ColumnValues.Choice choice = values.choose(ENOUGH);
        double present = readable == 0 ? 0 : (double) values.present() / readable;
        String note = "";
        if (values.present() == 0) {
            note = "Always empty here: check the type";
        } else if (choice.type().equals(LogicalType.BIGINT) && isTimeName(name) && values.allBetween(YEAR_1990, YEAR_2100)) {
            note = "Looks like milliseconds since 1970: TO_TIMESTAMP_LTZ(" + name + ", 3) makes a time of it";
        } else if (choice.type().equals(LogicalType.BIGINT) && isTimeName(name) && values.allBetween(YEAR_1990 / 1000, YEAR_2100 / 1000)) {
            note = "Looks like seconds since 1970: TO_TIMESTAMP_LTZ(" + name + " * 1000, 3) makes a time of it";
        } else if (choice.fits() < 1) {
            note = "Some values do not fit; such records would go to the dead letters";
        }
        return new InferredColumn(name, choice.type(), present, choice.fits(), note);
    }

    private static boolean isTimeName(String name) {
        return TIME_NAME.matcher(name).matches() || TIME_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }
}
