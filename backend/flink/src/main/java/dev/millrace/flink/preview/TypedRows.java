package dev.millrace.flink.preview;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.runtime.csv.CsvDecoder;
import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.json.JsonDecoder;
import dev.millrace.runtime.json.JsonEncoder;
import dev.millrace.schema.Schema;
import dev.millrace.server.sample.SampleTexts;
import dev.millrace.server.sample.Taking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows in text, through the decoders that read topics and files. */
public final class TypedRows implements SampleTexts {
    private static final int LONGEST = 4_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /** One row in the text. @param line where it begins, from 1 */
    private record Piece(int line, String text) {}

    private interface Decoder {
        GenericRowData decode(Piece piece) throws BadRecord;
    }

    @Override
    public Read read(String text, Schema columns) {
        if (text.length() > LONGEST) {
            return new Read(List.of(), List.of(new Problem(1, "There are more than " + LONGEST / 1_000_000 + " million characters")));
        }
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String begin = clean.stripLeading();
        try {
            return begin.startsWith("[") ? rows(list(clean), columns, json(columns)) : begin.startsWith("{") ? rows(objects(clean), columns, json(columns))
                    : csv(clean, columns);
        } catch (Unreadable e) {
            return new Read(List.of(), List.of(new Problem(e.line, e.getMessage())));
        }
    }

    private static Read rows(List<Piece> pieces, Schema columns, Decoder decoder) {
        var encoder = new JsonEncoder(FlinkTypes.row(columns));
        var rows = new ArrayList<String>();
        var problems = new ArrayList<Problem>();
        for (Piece piece : pieces) {
            try {
                GenericRowData row = decoder.decode(piece);
                if (rows.size() == Taking.MOST) {
                    problems.add(new Problem(piece.line(), "There are more than " + Taking.MOST + " rows"));
                    break;
                }
                rows.add(new String(encoder.encode(row), StandardCharsets.UTF_8));
            } catch (BadRecord e) {
                problems.add(new Problem(piece.line(), e.getMessage()));
            }
            if (problems.size() == MOST_PROBLEMS) {
                break;
            }
        }
        return new Read(rows, problems);
    }

    /** A name that no column has is a slip here, though a topic's records may hold more than is read. */
    private static Decoder json(Schema columns) {
        Set<String> known = Set.copyOf(columns.names());
        var decoder = new JsonDecoder(FlinkTypes.row(columns));
        return piece -> {
            GenericRowData row = decoder.decode(piece.text().getBytes(StandardCharsets.UTF_8));
            for (String name : JSON.readTree(piece.text()).propertyNames()) {
                if (!known.contains(name)) {
                    throw new BadRecord(noColumn(name, columns));
                }
            }
            return row;
        };
    }

    private static Read csv(String text, Schema columns) {
        List<Piece> pieces = lines(text, true);
        RowType type = FlinkTypes.row(columns);
        Piece first = pieces.getFirst();
        char separator = first.text().indexOf(',') < 0 && first.text().indexOf(';') >= 0 ? ';' : first.text().indexOf(',') < 0 && first.text().indexOf('\t') >= 0 ? '\t' : ',';
        List<String> names;
        try {
            names = CsvDecoder.header(first.text().getBytes(StandardCharsets.UTF_8), separator);
        } catch (BadRecord e) {
            throw new Unreadable(first.line(), e.getMessage());
        }
        var seen = new HashSet<String>();
        for (String name : names) {
            if (columns.column(name).isEmpty()) {
                throw new Unreadable(first.line(), noColumn(name, columns) + ". CSV begins with a line of column names; rows in JSON begin with {");
            }
            if (!seen.add(name)) {
                throw new Unreadable(first.line(), "The column '" + name + "' is named twice");
            }
        }
        var decoder = new CsvDecoder(type, names, separator, 0);
        return rows(pieces.subList(1, pieces.size()), columns, piece -> decoder.decode(piece.text().getBytes(StandardCharsets.UTF_8)));
    }

    private static String noColumn(String name, Schema columns) {
        return "No column '" + name + "'; there " + (columns.columns().size() == 1 ? "is " : "are ") + String.join(", ", columns.names());
    }

    /** @param quotes whether a row goes on in the next line while a quote is open */
    private static List<Piece> lines(String text, boolean quotes) {
        var pieces = new ArrayList<Piece>();
        String[] lines = text.split("\r\n|\n|\r", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            int begin = i;
            var row = new StringBuilder(lines[i]);
            while (quotes && isOpen(row) && i + 1 < lines.length) {
                row.append('\n').append(lines[++i]);
            }
            pieces.add(new Piece(begin + 1, row.toString()));
        }
        return pieces;
    }

    private static boolean isOpen(CharSequence text) {
        return text.chars().filter(c -> c == '"').count() % 2 == 1;
    }

    /** Objects one after the other: each on its line, where each problem is told, or written over several. */
    private static List<Piece> objects(String text) {
        List<Piece> lines = lines(text, false);
        return isWhole(lines.getFirst().text()) || lines.size() == 1 ? lines : parsed(text, false);
    }

    private static boolean isWhole(String line) {
        try {
            JSON.readTree(line);
            return true;
        } catch (JacksonException e) {
            // One that is only wrong, and not unfinished, ends as it should.
            return line.strip().endsWith("}");
        }
    }

    private static List<Piece> list(String text) {
        return parsed(text, true);
    }

    /** Objects in a list or one after the other, each with the line it begins on. */
    private static List<Piece> parsed(String text, boolean list) {
        var pieces = new ArrayList<Piece>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (list) {
                parser.nextToken();
            }
            for (JsonToken next = parser.nextToken(); next != null && next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                pieces.add(new Piece(line, parser.<JsonNode>readValueAsTree().toString()));
            }
            if (list && parser.currentToken() != JsonToken.END_ARRAY) {
                throw new Unreadable(parser.currentLocation().getLineNr(), "The list is never closed");
            }
            if (list && parser.nextToken() != null) {
                throw new Unreadable(parser.currentTokenLocation().getLineNr(), "There is more behind the list");
            }
            return pieces;
        } catch (JacksonException e) {
            throw new Unreadable(e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr()), "Not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static final class Unreadable extends RuntimeException {
        private final int line;

        Unreadable(int line, String message) {
            super(message, null, false, false);
            this.line = line;
        }
    }
}
