package dev.millrace.server.metrics;

import dev.millrace.server.deployment.DeploymentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Readings over time, and what they come to by minutes and hours. Readings are added to their minutes and hours when they are
 * stored, in one statement for all of a moment: there is nothing to roll up later, and so nothing to catch up with.
 */
final class HistoryStore {
    private static final String ADD = add();

    private final JdbcClient jdbc;
    private final Partitions partitions;

    HistoryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.partitions = new Partitions(jdbc);
    }

    /** A reading and the one before it. */
    record Taken(DeploymentId deployment, Reading reading, Optional<Reading.Before> before) {
        long millis() {
            return before.map(b -> Duration.between(b.at(), reading.at()).toMillis()).orElse(0L);
        }
    }

    private record Row(Taken taken, Moment moment) {}

    /** Adds readings, each once, in one statement. @param readings at most one of each deployment */
    void add(List<Taken> readings) {
        if (readings.isEmpty()) {
            return;
        }
        for (Taken taken : readings) {
            for (Level level : Level.values()) {
                partitions.make(level.table(), level.daysOfPartition(), taken.reading().at());
            }
        }
        List<Row> rows = readings.stream().map(t -> new Row(t, t.reading().after(t.before()))).toList();
        var columns = new ArrayList<Object>();
        columns.add(MetricsStore.array("uuid", rows, r -> r.taken().deployment().value()));
        columns.add(MetricsStore.array("timestamptz", rows, r -> MetricsStore.time(r.taken().reading().at())));
        columns.add(MetricsStore.array("int8", rows, r -> r.taken().millis()));
        for (Series series : Series.COUNTS) {
            columns.add(MetricsStore.array("int8", rows, r -> r.moment().counts().get(series).total()));
            columns.add(MetricsStore.array("int8", rows, r -> r.moment().counts().get(series).growth()));
        }
        for (Series series : Series.values()) {
            columns.add(MetricsStore.array("float8", rows, r -> r.moment().value(series).map(Moment.Spread::mean).orElse(null)));
        }
        jdbc.sql(ADD).params(columns).update();
    }

    private static String add() {
        String given = Stream.of(Stream.of("deployment", "at", "millis"), Series.COUNTS.stream().flatMap(s -> Stream.of(s.column() + "_total", s.column() + "_growth")),
                Arrays.stream(Series.values()).map(s -> s.column() + "_value")).flatMap(s -> s).collect(Collectors.joining(", "));
        String arrays = Collections.nCopies(3 + 2 * Series.COUNTS.size() + Series.values().length, "?").stream().collect(Collectors.joining(", "));
        String read = columns(s -> "%1$s_total, %1$s_growth, ".formatted(s.column()), s -> "case when %1$s_value is null then 0 else 1 end, coalesce(%1$s_value, 0), ".formatted(s.column()),
                s -> "%1$s_value, %1$s_value".formatted(s.column()));
        return """
                with reading as (insert into metric_raw select deployment, at, at, 1, millis, %s from unnest(%s) as given (%s) on conflict do nothing returning *),
                minute as (%s)
                %s
                """.formatted(read, arrays, given, addTo("minute"), addTo("hour"));
    }

    private static String addTo(String unit) {
        String columns = columns(s -> s.column() + "_total, " + s.column() + "_growth, ", s -> s.column() + "_known, " + s.column() + "_sum, ", s -> s.column() + "_least, " + s.column() + "_most");
        String sums = columns(s -> "%1$s_total = excluded.%1$s_total, %1$s_growth = kept.%1$s_growth + excluded.%1$s_growth, ".formatted(s.column()),
                s -> "%1$s_known = kept.%1$s_known + excluded.%1$s_known, %1$s_sum = kept.%1$s_sum + excluded.%1$s_sum, ".formatted(s.column()),
                s -> "%1$s_least = least(kept.%1$s_least, excluded.%1$s_least), %1$s_most = greatest(kept.%1$s_most, excluded.%1$s_most)".formatted(s.column()));
        return """
                insert into metric_%1$s as kept select deployment, date_trunc('%1$s', at, 'UTC'), last_at, samples, millis, %2$s from reading
                on conflict (deployment, at) do update set last_at = excluded.last_at, samples = kept.samples + excluded.samples,
                    millis = kept.millis + excluded.millis, %3$s""".formatted(unit, columns, sums);
    }

    /** For each series, in the order of the table: what is said of counts, or of other values, and of both. */
    private static String columns(Function<Series, String> ofCount, Function<Series, String> ofValue, Function<Series, String> ofBoth) {
        return Stream.concat(Series.COUNTS.stream().map(s -> ofCount.apply(s) + ofBoth.apply(s)), Series.VALUES.stream().map(s -> ofValue.apply(s) + ofBoth.apply(s)))
                .collect(Collectors.joining(", "));
    }

    /** The newest reading, also where that itself is no longer kept. */
    Optional<Reading.Before> newest(DeploymentId deployment) {
        return jdbc.sql("select * from metric_hour where deployment = ? order by at desc limit 1").param(deployment.value()).query((row, n) -> {
            var totals = new EnumMap<Series, Long>(Series.class);
            for (Series series : Series.COUNTS) {
                totals.put(series, row.getLong(series.column() + "_total"));
            }
            return new Reading.Before(instant(row, "last_at"), totals);
        }).optional();
    }

    /** Moments from the step that {@code from} is in, up to {@code to}, of about {@code step} each; it becomes a multiple of the level's own. */
    Timeline moments(DeploymentId deployment, Level level, Instant from, Instant to, Duration step) {
        long least = level == Level.RAW ? 1 : level.step().toMillis();
        long slice = Math.max(1, Math.ceilDiv(step.toMillis(), least)) * least;
        String gathered = columns(s -> "(array_agg(%1$s_total order by at desc))[1] as %1$s_total, sum(%1$s_growth) as %1$s_growth, ".formatted(s.column()),
                s -> "sum(%1$s_known) as %1$s_known, sum(%1$s_sum) as %1$s_sum, ".formatted(s.column()),
                s -> "min(%1$s_least) as %1$s_least, max(%1$s_most) as %1$s_most".formatted(s.column()));
        List<Moment> moments = jdbc.sql("""
                select floor(extract(epoch from at) * 1000 / :slice) as slice, min(at) as first_at, max(last_at) as last_at, sum(samples) as samples, sum(millis) as millis, %s
                from %s where deployment = :deployment and at >= :from and at < :to group by 1 order by 1
                """.formatted(gathered, level.table())).param("deployment", deployment.value()).param("slice", slice)
                .param("from", MetricsStore.time(Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli(), slice) * slice))).param("to", MetricsStore.time(to))
                .query((row, n) -> moment(row)).list();
        return new Timeline(from, to, Duration.ofMillis(Math.max(slice, level.step().toMillis())), moments);
    }

    private static Moment moment(ResultSet row) throws SQLException {
        long millis = row.getLong("millis");
        var counts = new EnumMap<Series, Moment.Growth>(Series.class);
        var values = new EnumMap<Series, Moment.Spread>(Series.class);
        for (Series series : Series.values()) {
            String name = series.column();
            double least = row.getDouble(name + "_least");
            boolean known = !row.wasNull();
            double mean;
            if (series.isCount()) {
                long growth = row.getLong(name + "_growth");
                counts.put(series, new Moment.Growth(row.getLong(name + "_total"), growth));
                mean = millis == 0 ? 0 : growth * 1000.0 / millis;
            } else {
                mean = row.getDouble(name + "_sum") / Math.max(1, row.getLong(name + "_known"));
            }
            if (known) {
                values.put(series, new Moment.Spread(mean, least, row.getDouble(name + "_most")));
            }
        }
        Instant first = instant(row, "first_at");
        return new Moment(first.plus(Duration.between(first, instant(row, "last_at")).dividedBy(2)), row.getLong("samples"), counts, values);
    }

    /** How deployments did in the steps up to this moment. */
    Map<DeploymentId, Trend> trends(Collection<DeploymentId> deployments, Instant now) {
        if (deployments.isEmpty()) {
            return Map.of();
        }
        long step = Trend.STEP.toSeconds();
        long first = Math.floorDiv(now.getEpochSecond(), step) - Trend.STEPS + 1;
        var rows = new HashMap<DeploymentId, Map<Integer, Double>>();
        var lags = new HashMap<DeploymentId, Map<Integer, Double>>();
        jdbc.sql("""
                select deployment, floor(extract(epoch from at) / :step) as step, sum(rows_in_growth) as rows_in, sum(millis) as millis, sum(lag_sum) as lag, sum(lag_known) as lag_known
                from metric_raw where deployment in (:deployments) and at >= :from group by 1, 2
                """).param("step", step).param("deployments", deployments.stream().map(DeploymentId::value).toList()).param("from", MetricsStore.time(Instant.ofEpochSecond(first * step)))
                .query(row -> {
                    var id = new DeploymentId(row.getObject("deployment", UUID.class));
                    int at = (int) (row.getLong("step") - first);
                    if (row.getLong("millis") > 0) {
                        rows.computeIfAbsent(id, i -> new HashMap<>()).put(at, row.getLong("rows_in") * 1000.0 / row.getLong("millis"));
                    }
                    if (row.getLong("lag_known") > 0) {
                        lags.computeIfAbsent(id, i -> new HashMap<>()).put(at, row.getDouble("lag") / row.getLong("lag_known"));
                    }
                });
        return deployments.stream().collect(Collectors.toMap(d -> d, d -> new Trend(steps(rows.getOrDefault(d, Map.of())), steps(lags.getOrDefault(d, Map.of()))), (a, b) -> a));
    }

    private static List<Optional<Double>> steps(Map<Integer, Double> known) {
        return IntStream.range(0, Trend.STEPS).mapToObj(i -> Optional.ofNullable(known.get(i))).toList();
    }

    /** The most records that were read in a second between two readings next to each other; 0 where there are none. */
    double fastest(DeploymentId deployment) {
        return jdbc.sql("select coalesce(max(rows_in_most), 0) from metric_hour where deployment = ?").param(deployment.value()).query(Double.class).single();
    }

    /** Drops what ended before; returns how many partitions that were. */
    int forgetBefore(Level level, Instant moment) {
        return partitions.forgetBefore(level.table(), level.daysOfPartition(), moment);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
