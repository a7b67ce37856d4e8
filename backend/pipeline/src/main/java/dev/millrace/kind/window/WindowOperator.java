package dev.millrace.kind.window;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Port;
import dev.millrace.kind.Scope;
import dev.millrace.kind.SplitOperator;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Window;
import dev.millrace.schema.Column;
import dev.millrace.schema.Durations;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What all windows do: they group rows by window and keys, and give one row of aggregates for each when the window has closed.
 *
 * <pre>
 *   rows ──▶ [ window ] ──▶ out    a row per window and key
 *                     └───▶ late   rows as they came, when all their windows had closed
 * </pre>
 */
interface WindowOperator extends SplitOperator {
    String OUT = "out";
    String LATE = "late";
    List<Port> OUTPUTS = List.of(Port.output(OUT, "Rows"), new Port(LATE, "Late rows", false, Port.Role.ASIDE));

    @Override default List<Port> outputs() {
        return OUTPUTS;
    }

    /** More parts than this and a window would do little else than add them up. */
    long MOST_PARTS = 10_000;

    ColumnRef time();

    List<ColumnRef> keys();

    List<Aggregate> aggregates();

    /** Says what is wrong with the lengths of time. */
    void checkLengths(Scope at);

    /** Whose clock cuts the windows, as a person wrote it; empty also where that cannot be set. */
    default Optional<String> zone() {
        return Optional.empty();
    }

    /** Says where this window cannot compute what others can. */
    default void checkAggregate(String path, Aggregate aggregate, Scope at) {}

    /** Called only where {@link #checkLengths} found nothing wrong. */
    Window window();

    /** Whether Flink puts the window together from parts: from slices that windows share, or from sessions that have met. */
    default boolean inParts() {
        return true;
    }

    /** The lengths of time as people say them: "10 min every 1 min". */
    String lengths();

    @Override default void checkBatch(Map<String, Schema> outputs, Scope at) {
        Aggregate.checkBatch(aggregates(), Optional.ofNullable(outputs.get(OUT)), at);
        at.info(Code.DIFFERS_IN_BATCH, "No row comes too late: a window sees all of its rows, and nothing leaves by 'late'",
                "In streaming mode rows behind the watermark leave by 'late'");
    }

    @Override default SequencedMap<String, Schema> infer(Schema in, Scope at) {
        var schemas = new LinkedHashMap<String, Schema>();
        schemas.put(OUT, windows(in, at));
        schemas.put(LATE, in);
        return schemas;
    }

    private Schema windows(Schema in, Scope at) {
        if (in.isUpdating()) {
            at.needsAppend(in, "A window counts each row once, when it closes", "Put the window before what makes changes, such as a Group");
        } else {
            checkTime(in, at);
        }
        checkLengths(at);
        TimeZoneName.check(zone(), time().name(), in, at);
        boolean instant = in.eventTime().flatMap(in::column).filter(c -> c.type() instanceof LogicalType.Instant).isPresent();
        LogicalType time = instant ? LogicalType.TIMESTAMP_LTZ : LogicalType.TIMESTAMP;
        var columns = new ArrayList<Column>();
        columns.add(new Column("window_start", LogicalType.TIMESTAMP, false));
        columns.add(new Column("window_end", LogicalType.TIMESTAMP, false));
        columns.add(new Column("window_time", time, false));
        var names = new HashSet<>(Set.of("window_start", "window_end", "window_time"));
        for (int i = 0; i < keys().size(); i++) {
            String path = "keys[" + i + "]";
            at.column(path, keys().get(i).name(), in).filter(c -> at.isNew(path, c.name(), names, "Rename it in a Map before this")).ifPresent(columns::add);
        }
        for (int i = 0; i < aggregates().size(); i++) {
            Aggregate aggregate = aggregates().get(i);
            String path = "aggregates[" + i + "]";
            if (!aggregate.name().isEmpty() && at.isNew(path + ".name", aggregate.name(), names, "Choose another name")) {
                checkAggregate(path, aggregate, at);
                aggregate.infer(path, in, inParts(), at).ifPresent(columns::add);
            }
        }
        return Schema.of(columns).withEventTime("window_time");
    }

    private void checkTime(Schema in, Scope at) {
        var column = at.column("time", time().name(), in);
        if (column.isEmpty() || in.eventTime().filter(time().name()::equals).isPresent()) {
            return;
        }
        at.error(Code.NO_EVENT_TIME, "time", "'" + time().name() + "' is not the event time of the input, so no window would ever close",
                in.eventTime().map(t -> "Use '" + t + "', the event time of the input")
                        .orElse("Set Event time to '" + time().name() + "' in the source, and keep the column unchanged on the way"));
    }

    /** Flink cuts such windows into equal parts, so the whole must be so many parts. */
    static void checkMultiple(String path, Duration whole, String part, Duration length, Scope at) {
        if (!at.isGiven(path) || !at.isGiven(part) || whole.toMillis() % length.toMillis() == 0) {
            return;
        }
        Duration below = length.multipliedBy(whole.dividedBy(length));
        Duration above = below.plus(length);
        boolean isBelowNearer = !below.isZero() && whole.minus(below).compareTo(above.minus(whole)) < 0;
        at.error(Code.BAD_SETTING, path, Durations.write(whole) + " is not a multiple of the " + part + ", " + Durations.write(length),
                "The nearest that is: " + Durations.write(isBelowNearer ? below : above));
    }

    static void checkOffset(Duration offset, String path, Duration length, Scope at) {
        if (at.isGiven(path) && offset.compareTo(length) >= 0) {
            at.error(Code.BAD_SETTING, "offset", "The offset is not shorter than the " + path, "Choose less than " + Durations.write(length));
        }
    }

    /** With each result Flink adds up the parts of the window anew. */
    static void checkParts(String path, Duration whole, Duration part, Scope at) {
        long parts = whole.toMillis() / part.toMillis();
        if (at.isGiven("size") && at.isGiven(path) && parts > MOST_PARTS) {
            at.error(Code.BAD_SETTING, path, "A window would have " + parts + " parts; at most " + MOST_PARTS + " are allowed",
                    "Choose at least " + Durations.write(Duration.ofMillis(Math.ceilDiv(whole.toMillis(), MOST_PARTS))));
        }
    }

    @Override default SequencedMap<String, Rel> lower(Rel in, Scope at) {
        var calls = new ArrayList<Rel.AggregateCall>();
        for (int i = 0; i < aggregates().size(); i++) {
            calls.add(aggregates().get(i).lower("aggregates[" + i + "]", in.schema(), at));
        }
        var window = new Rel.WindowAggregate(in, time().name(), window(), keys().stream().map(ColumnRef::name).toList(), calls,
                windows(in.schema(), at));
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put(OUT, window);
        outputs.put(LATE, new Rel.Late(window));
        return outputs;
    }

    @Override default String glimpse() {
        String by = keys().isEmpty() ? "" : " by " + keys().stream().map(ColumnRef::name).collect(Collectors.joining(", "));
        return lengths() + by + aggregates().stream().map(Aggregate::glimpse).collect(Collectors.joining(", ", ": ", ""));
    }
}
