package dev.millrace.server.sample;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows made of columns alone. Event time advances by some seconds a row, and one row in twenty comes late by more than the watermark
 * waits; one value in twelve is NULL where the column allows it. Whole numbers and texts are from small ranges that follow from the
 * column's name, so that rows group, and rows of two sources meet in joins.
 */
public final class GeneratedRows {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 1, 1, 8, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final int KEYS = 12;
    private static final int DEEPEST = 3;
    private static final List<String> WORDS = List.of("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "islet", "larch", "maple", "north");

    private final RandomGenerator random;
    private final Schema columns;
    private final Duration delay;

    private GeneratedRows(Schema columns, Duration delay, long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.columns = columns;
        this.delay = delay;
    }

    /**
     * @param delay how far the watermark stays behind
     * @return JSON objects
     */
    public static List<String> of(Schema columns, Duration delay, int rows, long seed) {
        var generator = new GeneratedRows(columns, delay, seed);
        var made = new ArrayList<String>();
        LocalDateTime now = BEGIN;
        for (int i = 0; i < rows; i++) {
            now = now.plus(Duration.ofMillis(500 + generator.random.nextInt(9_000)));
            boolean late = i > 0 && generator.random.nextInt(20) == 0;
            LocalDateTime at = late ? now.minus(delay).minus(Duration.ofSeconds(30 + generator.random.nextInt(90))) : now;
            made.add(JSON.writeValueAsString(generator.row(at, i)));
        }
        return made;
    }

    private Map<String, Object> row(LocalDateTime at, int number) {
        var row = new LinkedHashMap<String, Object>();
        for (Column column : columns.columns()) {
            boolean isTime = columns.eventTime().filter(column.name()::equals).isPresent();
            // Drawn for each column, so that a column's values do not depend on whether another may be NULL.
            boolean isNull = random.nextInt(12) == 0;
            Object value = isTime ? time(at, column.type()) : value(column.name(), column.type(), at, number, 0);
            row.put(column.name(), isNull && column.nullable() && !isTime && !columns.key().contains(column.name()) ? null : value);
        }
        return row;
    }

    private static String time(LocalDateTime at, LogicalType type) {
        return at.format(TIME) + (type instanceof LogicalType.Instant ? "Z" : "");
    }

    private Object value(String name, LogicalType type, LocalDateTime at, int number, int depth) {
        return switch (type) {
            case LogicalType.Bool b -> random.nextBoolean();
            case LogicalType.Int i -> whole(name);
            case LogicalType.BigInt b -> whole(name);
            case LogicalType.Float f -> amount();
            case LogicalType.Double d -> amount();
            case LogicalType.Decimal(int precision, int scale) -> decimal(precision, scale);
            case LogicalType.Text t -> WORDS.get(random.nextInt(Math.min(KEYS, WORDS.size())));
            case LogicalType.Bytes b -> Base64.getEncoder().encodeToString(("row " + number).getBytes(StandardCharsets.UTF_8));
            case LogicalType.Date d -> at.toLocalDate().minusDays(random.nextInt(30)).toString();
            case LogicalType.Time t -> String.format(Locale.ROOT, "%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
            case LogicalType.Timestamp t -> time(at.minusSeconds(random.nextInt(120)), type);
            case LogicalType.Instant i -> time(at.minusSeconds(random.nextInt(120)), type);
            case LogicalType.Array(LogicalType element) -> several(name, element, at, number, depth);
            case LogicalType.Map(LogicalType key, LogicalType element) -> {
                var map = new LinkedHashMap<String, Object>();
                for (Object k : several(name, key, at, number, depth)) {
                    map.put(String.valueOf(k), value(name, element, at, number, depth + 1));
                }
                yield map;
            }
            case LogicalType.Row(List<Column> fields) -> {
                var row = new LinkedHashMap<String, Object>();
                fields.forEach(f -> row.put(f.name(), value(f.name(), f.type(), at, number, depth + 1)));
                yield row;
            }
        };
    }

    private List<Object> several(String name, LogicalType element, LocalDateTime at, int number, int depth) {
        var values = new ArrayList<>();
        int count = depth >= DEEPEST ? 0 : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            values.add(value(name, element, at, number, depth + 1));
        }
        return values;
    }

    /** What is called an amount or the like spreads wider than what counts or names something. */
    private int whole(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean wide = List.of("amount", "price", "total", "value", "size", "bytes", "count", "delay", "duration", "cost").stream().anyMatch(lower::contains);
        return wide ? 1 + random.nextInt(1_000) : 1 + random.nextInt(KEYS);
    }

    private double amount() {
        return Math.round(random.nextGaussian(50, 20) * 100) / 100.0;
    }

    private BigDecimal decimal(int precision, int scale) {
        BigInteger most = BigInteger.TEN.pow(Math.min(precision, scale + 4));
        return new BigDecimal(BigInteger.valueOf(random.nextLong() & Long.MAX_VALUE).mod(most), scale);
    }
}
