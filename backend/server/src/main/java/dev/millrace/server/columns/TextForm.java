package dev.millrace.server.columns;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text looks like, as the job's own reading of text sees it. */
enum TextForm {
    WHOLE, NUMBER, BOOLEAN, TIMESTAMP, INSTANT, DATE, OTHER;

    private static final int LONGEST = 48;
    private static final Pattern DAY = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern TIME = Pattern.compile(DAY.pattern() + "[ T]([01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.(\\d{1,9}))?)?(Z|[+-](?:0\\d|1[0-8]):[0-5]\\d)?");
    private static final Pattern NUMBERS = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    static TextForm of(String text) {
        if (text.length() > LONGEST) {
            return OTHER;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return BOOLEAN;
        }
        String trimmed = text.trim();
        if (trimmed.equals("NaN") || trimmed.equals("Infinity") || trimmed.equals("-Infinity")) {
            return NUMBER;
        }
        if (NUMBERS.matcher(trimmed).matches()) {
            return isLong(trimmed) ? WHOLE : Double.isFinite(Double.parseDouble(trimmed)) ? NUMBER : OTHER;
        }
        Matcher day = DAY.matcher(text);
        if (day.matches()) {
            return isDay(day) ? DATE : OTHER;
        }
        Matcher time = TIME.matcher(text);
        return time.matches() && isDay(time) ? time.group(6) == null ? TIMESTAMP : INSTANT : OTHER;
    }

    /** Whether a time has more digits of a second than three. */
    static boolean isFiner(String time) {
        Matcher matcher = TIME.matcher(time);
        return matcher.matches() && matcher.group(5) != null && matcher.group(5).length() > 3;
    }

    private static boolean isDay(Matcher day) {
        try {
            return LocalDate.of(Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3))).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isLong(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
