package dev.millrace.server.columns;

import dev.millrace.server.columns.RecordTrial.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records as a person pasted them.
 *
 * @param kind what they are; AUTO looks
 * @param separator between the fields of CSV; empty: looks
 * @param header whether the first line of CSV has the names; empty: looks
 */
public record Pasted(String text, Kind kind, Optional<Character> separator, Optional<Boolean> header) {
    /** AUTO is JSON where the text begins as JSON does, else CSV. */
    public enum Kind { AUTO, JSON, CSV }

    static final int MOST_RECORDS = 5_000;
    private static final String SEPARATORS = ",;\t|";
    private static final JsonMapper JSON = new JsonMapper();

    /** A text of which nothing is said. */
    public static Pasted of(String text) {
        return new Pasted(text, Kind.AUTO, Optional.empty(), Optional.empty());
    }

    boolean isJson() {
        String begin = text.stripLeading();
        return kind == Kind.JSON || kind == Kind.AUTO && (begin.startsWith("{") || begin.startsWith("["));
    }

    /** One record a line, or one list of records, or one record over many lines. */
    List<Entry> objects() {
        List<String> lines = text.lines().filter(l -> !l.isBlank()).limit(MOST_RECORDS).toList();
        boolean listed = text.stripLeading().startsWith("[");
        boolean inLines = !listed && lines.stream().filter(l -> Readings.object(bytes(l)).isPresent()).count() * 2 >= lines.size();
        List<String> records = inLines ? lines : whole().orElse(lines);
        return records.stream().map(r -> new Entry(null, bytes(r))).toList();
    }

    private Optional<List<String>> whole() {
        var records = new ArrayList<String>();
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            while (values.hasNextValue() && records.size() < MOST_RECORDS) {
                JsonNode value = values.nextValue();
                if (value.isArray()) {
                    value.valueStream().limit(MOST_RECORDS - records.size()).forEach(v -> records.add(v.toString()));
                } else {
                    records.add(value.toString());
                }
            }
            return Optional.of(records);
        } catch (JacksonException notWhole) {
            return records.isEmpty() ? Optional.empty() : Optional.of(records);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The given one, or that which parts the first line into most fields. */
    char separatorOrGuess() {
        return separator.orElseGet(() -> {
            char best = ',';
            int most = 1;
            for (char candidate : SEPARATORS.toCharArray()) {
                int fields = CsvRecords.all(text, candidate, 1).stream().flatMap(Optional::stream).mapToInt(List::size).findFirst().orElse(0);
                if (fields > most) {
                    most = fields;
                    best = candidate;
                }
            }
            return best;
        });
    }

    /** The given one; else names are texts, no two alike, above at least one line more. */
    boolean headerOrGuess() {
        return header.orElseGet(() -> {
            List<Optional<List<String>>> first = CsvRecords.all(text, separatorOrGuess(), 2);
            return first.size() == 2 && first.getFirst().filter(names -> names.stream().distinct().count() == names.size()
                    && names.stream().allMatch(n -> n != null && Names.canBeColumn(n) && TextForm.of(n) == TextForm.OTHER)).isPresent();
        });
    }
}
