package dev.millrace.flink.plan;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** Small pieces of SQL text, each safe for every value. */
final class Sql {
    private Sql() {}

    static String name(String name) {
        return Identifiers.quote(name);
    }

    static String names(Collection<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    static String cast(String value, LogicalType type) {
        return "CAST(" + value + " AS " + FlinkTypes.of(type, true).asSerializableString() + ")";
    }

    /**
     * A length of time. Always written with all its parts and room for the days: INTERVAL '100' SECOND, '120' MINUTE and
     * '168' HOUR are each refused, since a single part takes two digits.
     */
    static String interval(Duration length) {
        return String.format("INTERVAL '%d %02d:%02d:%02d.%03d' DAY(6) TO SECOND(3)", length.toDays(), length.toHoursPart(),
                length.toMinutesPart(), length.toSecondsPart(), length.toMillisPart());
    }
}
