package dev.millrace.kind.window;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Scope;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.TimeZone;

/** The setting that says whose clock cuts the windows. */
final class TimeZoneName {
    static final String HELP = "Whose clock cuts the windows, such as Europe/Berlin, so that a day begins at midnight there and on some days has "
            + "23 or 25 hours; without it UTC. Start and end are then times of that clock. Needs an event time of type TIMESTAMP_LTZ";

    private TimeZoneName() {}

    static void check(Optional<String> zone, String time, Schema in, Scope at) {
        if (zone.isEmpty()) {
            return;
        }
        if (of(zone).isEmpty()) {
            at.error(Code.BAD_SETTING, "zone", "'" + zone.get() + "' is no time zone",
                    Suggestion.closest(zone.get().strip(), ZoneId.getAvailableZoneIds()).map(z -> "Did you mean '" + z + "'?")
                            .orElse("Write region and city, such as Europe/Berlin, or UTC"));
        }
        in.column(time).map(Column::type).filter(t -> t instanceof LogicalType.Timestamp).ifPresent(t -> at.error(Code.TYPE_MISMATCH, "zone",
                "'" + time + "' is " + t + ", which is the same in all time zones",
                "Empty the time zone, or give '" + time + "' the type TIMESTAMP_LTZ(3) in the source"));
    }

    /** Empty where it is not set or is none that both Java and Flink know. */
    static Optional<ZoneId> of(Optional<String> zone) {
        try {
            return zone.map(String::strip).filter(ZoneId.getAvailableZoneIds()::contains).map(ZoneId::of)
                    .filter(z -> TimeZone.getTimeZone(z.getId()).toZoneId().equals(z));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
