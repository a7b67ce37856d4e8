package dev.millrace.server.dashboards;

import dev.millrace.server.dashboards.Figures.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A few values of many rows. */
final class Aggregation {
    /** More keys than these are not told apart: the rest is left out, and that is said. */
    private static final int MOST_GROUPS = 10_000;

    private final Query query;
    private final Options options;
    private long numberless;
    private long keyless;
    private long groupless;

    private Aggregation(Query query) {
        this.query = query;
        this.options = query.options();
    }

    /** Values, and what has to be said of them. */
    record Result(List<Instant> times, List<Line> lines, List<String> notes) {}

    /** @param rows oldest first, of any time @param since what is known begins here; buckets before it are not known */
    static Result of(Query query, List<Row> rows, Instant now, Instant since) {
        return new Aggregation(query).compute(rows, now, since);
    }

    /** Whether values are in buckets of time. */
    static boolean isBucketed(Query query) {
        return query.type().isOverTime() || query.type() == Tile.Type.BAR && query.options().key().isEmpty();
    }

    private Result compute(List<Row> all, Instant now, Instant since) {
        Instant from = now.minus(options.window());
        long step = options.step().toMillis();
        boolean bucketed = isBucketed(query);
        long first = from.toEpochMilli() / step;
        int buckets = bucketed ? (int) (now.toEpochMilli() / step - first) + 1 : 1;
        var groups = new LinkedHashMap<String, Group[]>();
        for (Row row : options.table() ? newestOfKeys(all) : all) {
            if (row.isGone() || row.at().isBefore(from)) {
                continue;
            }
            int bucket = bucketed ? (int) Math.clamp(row.at().toEpochMilli() / step - first, 0, buckets - 1) : 0;
            add(groups, row, bucket, buckets);
        }
        if (groups.isEmpty() && options.key().isEmpty()) {
            groups.put("", new Group[buckets]);
        }
        return new Result(bucketed ? times(first, buckets, step) : List.of(), lines(groups, bucketed ? unknown(first, step, since, buckets) : 0), notes(groups.size()));
    }

    private void add(Map<String, Group[]> groups, Row row, int bucket, int buckets) {
        String name = "";
        if (options.key().isPresent()) {
            Object key = row.get(options.key().get());
            if (key == null) {
                keyless++;
                return;
            }
            name = key instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15 ? Long.toString(d.longValue()) : key.toString();
        }
        Object value = options.value().map(row::get).orElse(1.0);
        if (value == null) {
            return;
        }
        Optional<Double> number = options.aggregate() == Aggregate.COUNT ? Optional.of(1.0) : number(value);
        if (number.isEmpty()) {
            numberless++;
            return;
        }
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(name)) {
            groupless++;
            return;
        }
        Group[] of = groups.computeIfAbsent(name, n -> new Group[buckets]);
        (of[bucket] == null ? of[bucket] = new Group() : of[bucket]).add(number.get());
    }

    /** Numbers that are written as texts are numbers too: large ones often are. */
    private static Optional<Double> number(Object value) {
        if (value instanceof Double d) {
            return Optional.of(d);
        }
        try {
            return value instanceof String text && text.length() <= 40 ? Optional.of(Double.parseDouble(text)).filter(Double::isFinite) : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** A topic as a table: of each key the newest row. */
    private static List<Row> newestOfKeys(List<Row> rows) {
        var table = new LinkedHashMap<String, Row>();
        for (Row row : rows) {
            row.key().ifPresent(key -> {
                table.remove(key);
                table.put(key, row);
            });
        }
        return new ArrayList<>(table.values());
    }

    private static List<Instant> times(long first, int buckets, long step) {
        var times = new ArrayList<Instant>();
        for (int i = 0; i < buckets; i++) {
            times.add(Instant.ofEpochMilli((first + i) * step));
        }
        return times;
    }

    /** How many buckets lie before what is known. */
    private static int unknown(long first, long step, Instant since, int buckets) {
        return (int) Math.clamp((since.toEpochMilli() + step - 1) / step - first, 0, buckets);
    }

    private List<Line> lines(Map<String, Group[]> groups, int unknown) {
        record Weighed(Line line, double weight) {}
        return groups.entrySet().stream().map(e -> {
            Group[] of = e.getValue();
            Double[] values = new Double[of.length];
            double weight = Double.NEGATIVE_INFINITY;
            long rows = 0;
            for (int i = 0; i < of.length; i++) {
                values[i] = of[i] != null ? (Double) of[i].value(options.aggregate()) : i >= unknown && options.aggregate() == Aggregate.COUNT ? (Double) 0.0 : null;
                weight = of[i] == null ? weight : Math.max(weight, values[i]);
                rows += of[i] == null ? 0 : of[i].count;
            }
            // Over time those with most rows: the largest single value is often of a key that came once.
            weight = of.length > 1 ? rows : weight;
            return new Weighed(new Line(e.getKey(), Arrays.asList(values)), weight);
        }).sorted(Comparator.comparingDouble(Weighed::weight).reversed().thenComparing(w -> w.line().name())).limit(options.key().isPresent() ? options.top() : 1)
                .map(Weighed::line).toList();
    }

    private List<String> notes(int groups) {
        var notes = new ArrayList<String>();
        String value = options.value().orElse("");
        if (numberless > 0) {
            notes.add(said(numberless, "row") + " left out: '" + value + "' is no number there");
        }
        if (keyless > 0) {
            notes.add(said(keyless, "row") + " left out: without '" + options.key().orElse("") + "'");
        }
        if (groupless > 0) {
            notes.add(said(groupless, "row") + " left out: more than " + MOST_GROUPS + " values of '" + options.key().orElse("") + "'");
        }
        if (options.key().isPresent() && groups > options.top()) {
            notes.add(options.top() + " of " + groups + " shown" + (isBucketed(query) ? ", those with most rows" : ""));
        }
        return Collections.unmodifiableList(notes);
    }

    static String said(long count, String what) {
        return count == 1 ? "1 " + what : String.format(java.util.Locale.ROOT, "%,d %ss", count, what);
    }

    /** The values of one bucket of one key. */
    private static final class Group {
        private long count;
        private double sum;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private double last;

        private void add(double value) {
            count++;
            sum += value;
            least = Math.min(least, value);
            most = Math.max(most, value);
            last = value;
        }

        private double value(Aggregate aggregate) {
            return switch (aggregate) {
                case COUNT -> count;
                case SUM -> sum;
                case MEAN -> sum / count;
                case MIN -> least;
                case MAX -> most;
                case LAST -> last;
            };
        }
    }
}
