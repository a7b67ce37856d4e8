package dev.millrace.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the name of a type: BIGINT, DECIMAL(10, 2), TIMESTAMP(3), ARRAY&lt;STRING&gt;, ROW&lt;id BIGINT, name STRING&gt;. */
public final class TypeParser {
    private static final int DEEPEST = 16;
    private static final int LONGEST = 10_000;
    private static final List<String> NAMES = List.of("BOOLEAN", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "STRING", "BYTES",
            "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "ARRAY", "MAP", "ROW");
    /** What other systems call a type, and what it is here. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(Map.entry("BOOL", "BOOLEAN"), Map.entry("TINYINT", "INT"),
            Map.entry("SMALLINT", "INT"), Map.entry("INT32", "INT"), Map.entry("INT64", "BIGINT"), Map.entry("LONG", "BIGINT"),
            Map.entry("REAL", "FLOAT"), Map.entry("NUMERIC", "DECIMAL"), Map.entry("NUMBER", "DECIMAL"), Map.entry("TEXT", "STRING"),
            Map.entry("CHAR", "STRING"), Map.entry("BINARY", "BYTES"), Map.entry("VARBINARY", "BYTES"), Map.entry("DATETIME", "TIMESTAMP"),
            Map.entry("TIMESTAMPTZ", "TIMESTAMP_LTZ"), Map.entry("STRUCT", "ROW"), Map.entry("OBJECT", "ROW"), Map.entry("LIST", "ARRAY"));

    private final String text;
    private int at;

    private TypeParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with a sentence for people */
    public static LogicalType parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("The type is longer than " + LONGEST + " characters");
        }
        var parser = new TypeParser(text);
        LogicalType type = parser.type(0);
        parser.space();
        if (parser.at < text.length()) {
            throw new IllegalArgumentException("Unexpected '" + text.substring(parser.at) + "' after " + type);
        }
        return type;
    }

    /** Names that {@link #parse} understands, simplest first. */
    public static List<String> names() {
        return NAMES;
    }

    private LogicalType type(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("The type is nested more than " + DEEPEST + " deep");
        }
        String name = word().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "BOOLEAN" -> LogicalType.BOOLEAN;
            case "INT", "INTEGER" -> LogicalType.INT;
            case "BIGINT" -> LogicalType.BIGINT;
            case "FLOAT" -> LogicalType.FLOAT;
            case "DOUBLE" -> LogicalType.DOUBLE;
            case "STRING", "VARCHAR" -> LogicalType.STRING;
            case "BYTES" -> LogicalType.BYTES;
            case "DATE" -> LogicalType.DATE;
            case "DECIMAL" -> decimal();
            case "TIME" -> new LogicalType.Time(digits(0));
            case "TIMESTAMP" -> new LogicalType.Timestamp(digits(3));
            case "TIMESTAMP_LTZ" -> new LogicalType.Instant(digits(3));
            case "ARRAY" -> {
                expect('<');
                var element = type(depth + 1);
                expect('>');
                yield new LogicalType.Array(element);
            }
            case "MAP" -> {
                expect('<');
                var key = type(depth + 1);
                expect(',');
                var value = type(depth + 1);
                expect('>');
                yield new LogicalType.Map(key, value);
            }
            case "ROW" -> row(depth);
            case "" -> throw new IllegalArgumentException("A type is missing");
            default -> throw new IllegalArgumentException("No type '" + name + "'. " + (ELSEWHERE.containsKey(name)
                    ? "Here it is called " + ELSEWHERE.get(name) : Suggestion.hint(name, NAMES)));
        };
    }

    private LogicalType row(int depth) {
        expect('<');
        var columns = new ArrayList<Column>();
        var seen = new HashSet<String>();
        do {
            String name = fieldName();
            if (!seen.add(name)) {
                throw new IllegalArgumentException("ROW has two fields called '" + name + "'");
            }
            columns.add(Column.of(name, type(depth + 1)));
        } while (accept(','));
        expect('>');
        return new LogicalType.Row(columns);
    }

    private LogicalType decimal() {
        if (!accept('(')) {
            return new LogicalType.Decimal(10, 0);
        }
        int precision = number();
        int scale = accept(',') ? number() : 0;
        expect(')');
        return new LogicalType.Decimal(precision, scale);
    }

    private int digits(int preset) {
        if (!accept('(')) {
            return preset;
        }
        int digits = number();
        expect(')');
        if (digits > 9) {
            throw new IllegalArgumentException("A time has 0 to 9 fractional digits, not " + digits);
        }
        return digits;
    }

    private int number() {
        space();
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at)) && at - from < 4) {
            at++;
        }
        if (from == at) {
            throw new IllegalArgumentException("A number is missing in '" + text + "'");
        }
        return Integer.parseInt(text.substring(from, at));
    }

    private String fieldName() {
        space();
        if (at < text.length() && text.charAt(at) == '`') {
            var name = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c != '`') {
                    name.append(c);
                } else if (at < text.length() && text.charAt(at) == '`') {
                    name.append('`');
                    at++;
                } else {
                    return name.toString();
                }
            }
            throw new IllegalArgumentException("A back quote is not closed in '" + text + "'");
        }
        String name = word();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A field name is missing in '" + text + "'");
        }
        return name;
    }

    private String word() {
        space();
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(from, at);
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw new IllegalArgumentException("'" + c + "' is missing in '" + text + "'");
        }
    }

    private boolean accept(char c) {
        space();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
