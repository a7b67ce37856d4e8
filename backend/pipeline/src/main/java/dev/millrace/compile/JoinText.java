package dev.millrace.compile;

import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Meeting;
import dev.millrace.schema.Durations;
import java.util.Locale;
import java.util.stream.Collectors;

/** A join in one line of a plan. */
final class JoinText {
    private JoinText() {}

    static String of(Rel.Join join) {
        String keys = join.keys().stream().map(k -> k.left() + " = " + k.right()).collect(Collectors.joining(" and "));
        String renamed = join.names().entrySet().stream().filter(e -> !e.getKey().equals(e.getValue()))
                .map(e -> e.getKey() + " as " + e.getValue()).collect(Collectors.joining(", "));
        return join.type().name().toLowerCase(Locale.ROOT) + " join on " + keys + meeting(join.meeting())
                + join.condition().map(c -> ", where " + c.sql()).orElse("") + (renamed.isEmpty() ? "" : ", right " + renamed);
    }

    static String of(HttpLookup lookup) {
        var asking = lookup.asking();
        var kept = lookup.remembering();
        return "ask " + lookup.service() + " for " + String.join(", ", lookup.added()) + " at " + lookup.path().stream().map(p -> switch (p) {
            case HttpLookup.Part.Literal(String text) -> text;
            case HttpLookup.Part.Value(String column) -> "{" + column + "}";
        }).collect(Collectors.joining()) + (lookup.missingIsEmpty() ? ", empty if not found" : "") + ", " + asking.atOnce() + " at once, up to "
                + asking.tries() + " times " + Durations.write(asking.timeout()) + (asking.stops() ? ", then stop" : "") + ", left alone for "
                + Durations.write(lookup.breaker().pause()) + " after " + lookup.breaker().failures() + " failures"
                + (kept.rows() == 0 ? "" : ", keeping " + kept.rows() + " for " + Durations.write(kept.keepFor()));
    }

    static String of(Lookup lookup) {
        var asking = lookup.asking();
        var kept = lookup.remembering();
        return "look up " + String.join(", ", lookup.added().values()) + " in table " + String.join(".", lookup.table()) + " of " + lookup.database() + " by "
                + lookup.keys().entrySet().stream().map(e -> e.getValue() + " = " + e.getKey()).collect(Collectors.joining(" and "))
                + lookup.condition().map(c -> ", where " + c.sql()).orElse("") + (lookup.outer() ? ", rows without one too" : "") + ", " + asking.atOnce()
                + " at once, up to " + asking.tries() + " times " + Durations.write(asking.timeout()) + (asking.stops() ? ", then stop" : "")
                + (kept.rows() == 0 ? "" : ", keeping " + kept.rows() + " for " + Durations.write(kept.keepFor()) + (kept.missing() ? "" : " but no misses"));
    }

    private static String meeting(Meeting meeting) {
        return switch (meeting) {
            case Meeting.Near near -> ", right " + near.rightTime() + " up to " + Durations.write(near.before()) + " before and "
                    + Durations.write(near.after()) + " after " + near.leftTime();
            case Meeting.AsOf asOf -> ", right as of " + asOf.leftTime();
            case Meeting.Whenever whenever -> whenever.keepFor().map(k -> ", kept for " + Durations.write(k)).orElse("");
            case Meeting.SameWindow same -> ", in one window by " + same.start() + ", " + same.end() + ", " + same.leftTime();
        };
    }
}
