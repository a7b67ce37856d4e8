package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps one row of each key.
 *
 * <pre>
 *   rows in              a 09:01   a 09:00   b 09:02   a 09:05
 *   first by event time            a 09:00   b 09:02               once, when the watermark has passed it
 *   last by event time   a 09:01             b 09:02   a 09:05     sent again with each that is later
 * </pre>
 */
@Kind(id = "operator.deduplicate", title = "Deduplicate", group = Group.STATEFUL, icon = "distinct",
        summary = "Keeps the first or the last row of each key")
public record Deduplicate(
        @Setting(label = "Key columns", atLeastOne = true, help = "Rows with the same values in these are the same") List<ColumnRef> keys,
        @Setting(label = "Keep", preset = "first", help = "First sends each key once; last sends a key again whenever a later row comes") Which keep,
        @Setting(label = "In order of", preset = "event-time", help = "Arrival needs no event time and does not wait for late rows") Order order,
        @Setting(label = "Keep for", help = "A key without rows for this long is forgotten, and its next row is the first again; empty: none is")
        Optional<PositiveDuration> keepFor) implements Operator {

    static final Deduplicate EXAMPLE = new Deduplicate(List.of(new ColumnRef("id")), Which.FIRST, Order.EVENT_TIME,
            Optional.of(PositiveDuration.of("1 day")));

    /** Which row of a key stays. */
    public enum Which { FIRST, LAST }

    /** What makes a row come before another. */
    public enum Order { EVENT_TIME, ARRIVAL }

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        at.needsAppend(in, "Deduplicate compares rows that stay as they are",
                in.key().isEmpty() ? "Put it before what makes changes" : "The rows are unique by '" + String.join("', '", in.key()) + "' already; remove this node");
        var key = Keys.check(keys, in, at).stream().map(c -> c.name()).toList();
        if (order == Order.EVENT_TIME) {
            Keys.eventTime(in, at);
        }
        at.unboundedState("keepFor", keepFor, "every key");
        Schema unique = in.withKey(key);
        return Optional.of(keep == Which.LAST ? unique.updating() : unique);
    }

    @Override public Rel lower(Rel in, Scope at) {
        return new StatefulRel.Deduplicate(in, Keys.names(keys), order == Order.EVENT_TIME ? in.schema().eventTime() : Optional.empty(),
                keep == Which.LAST, keepFor.map(PositiveDuration::value), infer(in.schema(), at).orElseThrow());
    }

    @Override public void checkBatch(Map<String, Schema> outputs, Scope at) {
        if (order == Order.ARRIVAL) {
            at.warning(Code.DIFFERS_IN_BATCH, "order", "In batch mode rows have no order of arrival: which row of a key is kept is left to chance",
                    "Choose the order of event time");
        }
    }

    @Override public String glimpse() {
        return (keep == Which.LAST ? "last" : "first") + Keys.words(keys);
    }
}
