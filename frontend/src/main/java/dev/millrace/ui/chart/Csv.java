package dev.millrace.ui.chart;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Numbers over time as comma-separated values: times in ISO 8601 and UTC, what it is and in which unit in the first line. */
public final class Csv {
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n";

    private Csv() {}

    /** @param heads of the columns behind the time @param values of each column; null where nothing is known */
    public static String of(List<Instant> times, List<String> heads, List<List<Double>> values) {
        var text = new StringBuilder("time (UTC)");
        heads.forEach(head -> text.append(',').append(cell(head)));
        for (int i = 0; i < times.size(); i++) {
            int row = i;
            text.append("\r\n").append(times.get(i)).append(',').append(values.stream().map(column -> number(column.get(row))).collect(Collectors.joining(",")));
        }
        return text.append("\r\n").toString();
    }

    /** Names with a number each. @param values null where nothing is known */
    public static String table(String head, String valueHead, List<String> names, List<Double> values) {
        var text = new StringBuilder(cell(head)).append(',').append(cell(valueHead));
        for (int i = 0; i < names.size(); i++) {
            text.append("\r\n").append(cell(names.get(i))).append(',').append(number(values.get(i)));
        }
        return text.append("\r\n").toString();
    }

    private static String number(Double value) {
        return value == null ? "" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Words as they are, but never so that a spreadsheet takes them for a formula. */
    static String cell(String words) {
        String safe = !words.isEmpty() && BEGINS_A_FORMULA.indexOf(words.charAt(0)) >= 0 ? "'" + words : words;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r') ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** A file name of words that people chose: letters, digits and hyphens. */
    public static String fileName(String words, String ending) {
        String plain = words.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-|-$", "");
        return (plain.isEmpty() ? "millrace" : plain.substring(0, Math.min(80, plain.length()))) + ending;
    }
}
