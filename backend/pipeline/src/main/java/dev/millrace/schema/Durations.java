package dev.millrace.schema;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Durations as people write them: "10 min", "1 day 6 h", "250 ms". ISO-8601 ("PT10M") is read too. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,12})\\s*([a-zA-Zµ]+)");
    private static final Map<String, Long> MILLIS = new LinkedHashMap<>();
    private static final Duration LONGEST = Duration.ofDays(36_525);

    static {
        MILLIS.put("day", 86_400_000L);
        MILLIS.put("h", 3_600_000L);
        MILLIS.put("min", 60_000L);
        MILLIS.put("s", 1_000L);
        MILLIS.put("ms", 1L);
    }

    private Durations() {}

    /**
     * Whole milliseconds; what is finer is cut off.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    public static Duration parse(String text) {
        Duration duration = read(text);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("A duration cannot be negative");
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw tooLong(text);
        }
        return Duration.ofMillis(duration.toMillis());
    }

    private static Duration read(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("P") || trimmed.startsWith("p")) {
            try {
                return Duration.parse(trimmed);
            } catch (DateTimeParseException e) {
                throw refused(text);
            }
        }
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        var matcher = PART.matcher(trimmed);
        long total = 0;
        int end = 0;
        while (matcher.lookingAt()) {
            long unit = unit(matcher.group(2), text);
            try {
                total = Math.addExact(total, Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
            } catch (ArithmeticException e) {
                throw tooLong(text);
            }
            end = matcher.end();
            matcher.region(end, trimmed.length());
        }
        if (end == 0 || end < trimmed.length()) {
            throw refused(text);
        }
        return Duration.ofMillis(total);
    }

    /** The canonical text: whole units from the largest down, "1 day 6 h". */
    public static String write(Duration duration) {
        if (duration.isZero()) {
            return "0 s";
        }
        long rest = duration.toMillis();
        var parts = new LinkedHashMap<String, Long>();
        for (var unit : MILLIS.entrySet()) {
            if (rest >= unit.getValue()) {
                parts.put(unit.getKey(), rest / unit.getValue());
                rest %= unit.getValue();
            }
        }
        return parts.entrySet().stream().map(p -> p.getValue() + " " + (p.getKey().equals("day") && p.getValue() > 1 ? "days" : p.getKey()))
                .collect(Collectors.joining(" "));
    }

    /** As an interval of SQL, with all its parts: a single part such as INTERVAL '100' SECOND may take two digits only. */
    public static String sqlInterval(Duration length) {
        return sqlInterval(length, Math.max(2, Long.toString(length.toDays()).length()));
    }

    /** @param digitsOfDays for how many there is room */
    public static String sqlInterval(Duration length, int digitsOfDays) {
        return String.format(Locale.ROOT, "INTERVAL '%d %02d:%02d:%02d.%03d' DAY(%d) TO SECOND(3)", length.toDays(), length.toHoursPart(), length.toMinutesPart(),
                length.toSecondsPart(), length.toMillisPart(), digitsOfDays);
    }

    private static long unit(String word, String text) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "d", "day", "days" -> MILLIS.get("day");
            case "h", "hr", "hrs", "hour", "hours" -> MILLIS.get("h");
            case "m", "min", "mins", "minute", "minutes" -> MILLIS.get("min");
            case "s", "sec", "secs", "second", "seconds" -> MILLIS.get("s");
            case "ms", "millis", "millisecond", "milliseconds" -> MILLIS.get("ms");
            case "w", "week", "weeks" -> 7 * MILLIS.get("day");
            default -> throw refused(text);
        };
    }

    private static IllegalArgumentException tooLong(String text) {
        return new IllegalArgumentException("'" + text + "' is too long a time; at most 100 years are allowed");
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("'" + text + "' is no duration. Write a number and a unit, such as 10 min, 6 h, 1 day, 250 ms");
    }
}
