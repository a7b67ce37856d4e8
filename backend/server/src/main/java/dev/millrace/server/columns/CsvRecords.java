package dev.millrace.server.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CSV as RFC 4180 has it, and as the job reads it: fields with a separator, a quote or a line break stand in double quotes, a quote in them
 * is doubled; a field of nothing is NULL, one of two quotes the empty text. What is wrong in a record ends with its line.
 */
final class CsvRecords {
    private final String text;
    private final char separator;
    private int at;

    private CsvRecords(String text, char separator) {
        this.text = text;
        this.separator = separator;
    }

    /** The fields of one record, null for NULL; empty where it is none. */
    static Optional<List<String>> one(String record, char separator) {
        String line = record.endsWith("\n") ? record.substring(0, record.length() - 1) : record;
        line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        var reader = new CsvRecords(line, separator);
        return line.isEmpty() ? Optional.empty() : reader.record(false);
    }

    /** Up to so many records of a text, empty where one is wrong; lines of nothing are none. */
    static List<Optional<List<String>>> all(String text, char separator, int most) {
        var reader = new CsvRecords(text, separator);
        var records = new ArrayList<Optional<List<String>>>();
        while (reader.at < text.length() && records.size() < most) {
            if (!reader.lineEnd()) {
                records.add(reader.record(true));
            }
        }
        return records;
    }

    /** Passes over a line end, where one is here. */
    private boolean lineEnd() {
        if (text.startsWith("\r\n", at)) {
            at += 2;
        } else if (text.charAt(at) == '\n') {
            at++;
        } else {
            return false;
        }
        return true;
    }

    private boolean ends(boolean many) {
        return at >= text.length() || many && (text.charAt(at) == '\n' || text.startsWith("\r\n", at));
    }

    private Optional<List<String>> record(boolean many) {
        var fields = new ArrayList<String>();
        int begin = at;
        while (true) {
            if (ends(many)) {
                fields.add(null);
            } else if (text.charAt(at) == '"') {
                Optional<String> field = quoted();
                if (field.isEmpty() || !ends(many) && text.charAt(at) != separator) {
                    return wrong(field.isEmpty() ? begin : at, many);
                }
                fields.add(field.get());
            } else {
                int from = at;
                while (!ends(many) && text.charAt(at) != separator) {
                    if (text.charAt(at) == '"') {
                        return wrong(at, many);
                    }
                    at++;
                }
                fields.add(from == at ? null : text.substring(from, at));
            }
            if (ends(many)) {
                if (many && at < text.length()) {
                    lineEnd();
                }
                return Optional.of(fields);
            }
            at++;
        }
    }

    /** Goes on behind the line of that place. */
    private Optional<List<String>> wrong(int place, boolean many) {
        int end = many ? text.indexOf('\n', place) : -1;
        at = end < 0 ? text.length() : end + 1;
        return Optional.empty();
    }

    /** Empty where the quote is never closed. */
    private Optional<String> quoted() {
        var field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else {
                return Optional.of(field.toString());
            }
        }
        return Optional.empty();
    }
}
