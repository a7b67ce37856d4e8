package dev.millrace.runtime.csv;

import dev.millrace.runtime.json.BadRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one CSV record as RFC 4180 has it: fields with a separator, a quote or a line break stand in double quotes, a quote in
 * them is doubled. A field of nothing is NULL, one of two quotes the empty text.
 */
final class CsvText {
    private CsvText() {}

    /** @return the fields, null for NULL */
    static List<String> split(String record, char separator) throws BadRecord {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            if (at < record.length() && record.charAt(at) == '"') {
                StringBuilder field = new StringBuilder();
                at = quoted(record, at + 1, field);
                if (at < record.length() && record.charAt(at) != separator) {
                    throw new BadRecord("Not valid CSV: '" + record.charAt(at) + "' follows a closing quote at character " + (at + 1));
                }
                fields.add(field.toString());
            } else {
                int end = record.indexOf(separator, at);
                String field = end < 0 ? record.substring(at) : record.substring(at, end);
                if (field.indexOf('"') >= 0) {
                    throw new BadRecord("Not valid CSV: a quote in field " + (fields.size() + 1) + ", which does not begin with one");
                }
                fields.add(field.isEmpty() ? null : field);
                at = end < 0 ? record.length() : end;
            }
            if (at >= record.length()) {
                return fields;
            }
            at++;
            if (at == record.length()) {
                fields.add(null);
                return fields;
            }
        }
    }

    /** Reads on behind an opening quote; returns the position behind the closing one. */
    private static int quoted(String record, int from, StringBuilder field) throws BadRecord {
        int at = from;
        while (at < record.length()) {
            char c = record.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < record.length() && record.charAt(at) == '"') {
                field.append('"');
                at++;
            } else {
                return at;
            }
        }
        throw new BadRecord("Not valid CSV: the quote at character " + from + " is never closed");
    }

    static void write(String field, char separator, StringBuilder out) {
        if (field == null) {
            return;
        }
        boolean plain = !field.isEmpty();
        for (int i = 0; plain && i < field.length(); i++) {
            char c = field.charAt(i);
            plain = c != separator && c != '"' && c != '\n' && c != '\r';
        }
        if (plain) {
            out.append(field);
            return;
        }
        out.append('"');
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            out.append(c);
            if (c == '"') {
                out.append('"');
            }
        }
        out.append('"');
    }
}
