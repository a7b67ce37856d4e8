package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.Optional;

/**
 * Holds rows back to a rate. None is lost: what comes faster waits, and so do the nodes before it.
 *
 * <pre>
 *   rows in     ||||||||      |     |
 *   rows out    | | | | | | | |     |
 * </pre>
 */
@Kind(id = "operator.rate-limit", title = "Rate limit", group = Group.TRANSFORM, icon = "rate-limit",
        summary = "Lets at most so many rows pass in a time; the others wait, and none is lost")
public record RateLimit(
        @Setting(label = "Rows", preset = "100", min = 1, max = 10_000_000, help = "How many may pass in the time below, evenly spread; a change of a row counts as one")
        long rows,
        @Setting(label = "In", preset = "1 s", help = "Such as 1 s or 1 min") PositiveDuration in)
        implements Operator {

    static final RateLimit EXAMPLE = new RateLimit(100, PositiveDuration.of("1 s"));
    /** A checkpoint passes between two rows, so it waits for as long as a row does. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        if (at.isGiven("rows") && between().compareTo(LONGEST_WAIT) > 0) {
            at.error(Code.BAD_SETTING, "in", "A row would wait for " + Durations.write(between()) + ", and every checkpoint with it",
                    "Let at least one row a minute pass, such as 1 in " + Durations.write(LONGEST_WAIT));
        }
        return Optional.of(in);
    }

    private Duration between() {
        return in.value().dividedBy(rows);
    }

    @Override public Rel lower(Rel in, Scope at) {
        return new Rel.Paced(in, rows, this.in.value());
    }

    @Override public String glimpse() {
        return "at most " + rows + " in " + in;
    }
}
