package dev.millrace.compile;

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
