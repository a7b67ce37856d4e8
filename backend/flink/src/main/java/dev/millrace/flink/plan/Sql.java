package dev.millrace.flink.plan;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** Small pieces of SQL text, each safe for every value. */
final class Sql {
    private static final Duration MOST_ADDED = Duration.ofDays(999);

    private Sql() {}

    static String name(String name) {
        return Identifiers.quote(name);
    }

    static String names(Collection<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String cast(String value, LogicalType type) {
        return "CAST(" + value + " AS " + FlinkTypes.of(type, true).asSerializableString() + ")";
    }

    /**
     * A length of time. Always written with all its parts and room for the days: INTERVAL '100' SECOND, '120' MINUTE and
     * '168' HOUR are each refused, since a single part takes two digits.
     */
    static String interval(Duration length) {
        return Durations.sqlInterval(length, 6);
    }

    /** A length of time of less than 1000 days, where the planner takes none that is written with room for more. */
    static String shortInterval(Duration length) {
        return Durations.sqlInterval(length, 3);
    }

    /** A time moved by a length, which is written in pieces: what is added to a time takes at most three digits of days. */
    static String moved(String time, char sign, Duration length) {
        var sql = new StringBuilder(time);
        Duration rest = length;
        while (!rest.isZero()) {
            Duration piece = rest.compareTo(MOST_ADDED) > 0 ? MOST_ADDED : rest;
            sql.append(' ').append(sign).append(' ').append(Durations.sqlInterval(piece, 3));
            rest = rest.minus(piece);
        }
        return sql.toString();
    }
}
