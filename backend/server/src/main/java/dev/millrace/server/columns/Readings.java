package dev.millrace.server.columns;

import dev.millrace.server.columns.RecordTrial.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Takes records apart by their format, for {@link Inference} to look at. All of them are hostile. */
final class Readings {
    /** A longer record is not looked at: some hundreds of them would fill the memory with trees. */
    static final int LONGEST_RECORD = 2_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Readings() {}

    static Proposal json(String from, List<Entry> records) {
        var inference = new Inference(false);
        for (Entry record : records) {
            Optional<JsonNode> key = object(record.key());
            key.ifPresent(inference::key);
            if (record.value() == null && key.isPresent()) {
                inference.silent();
            } else {
                take(record.value(), inference, Readings::object);
            }
        }
        return inference.proposal(from);
    }

    private static void take(byte[] value, Inference inference, Function<byte[], Optional<JsonNode>> read) {
        if (value != null && value.length > LONGEST_RECORD) {
            inference.tooLong();
        } else {
            read.apply(value).ifPresentOrElse(inference::add, inference::unreadable);
        }
    }

    static Optional<JsonNode> object(byte[] bytes) {
        if (bytes == null || bytes.length > LONGEST_RECORD) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(bytes)).filter(JsonNode::isObject);
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** The rows that changes tell of; a record that takes one away says nothing of columns but its key. */
    static Proposal debezium(String from, List<Entry> records) {
        var inference = new Inference(false);
        for (Entry record : records) {
            object(record.key()).map(Readings::payload).ifPresent(inference::key);
            if (record.value() == null) {
                inference.silent();
                continue;
            }
            if (record.value().length > LONGEST_RECORD) {
                inference.tooLong();
                continue;
            }
            Optional<JsonNode> change = object(record.value()).map(Readings::payload).filter(c -> c.path("op").isString());
            if (change.isEmpty()) {
                inference.unreadable();
            } else if (change.get().path("after").isObject()) {
                inference.add(change.get().path("after"));
            } else {
                inference.silent();
            }
        }
        return inference.proposal(from);
    }

    /** With its schema around it, or alone. */
    private static JsonNode payload(JsonNode record) {
        return record.path("payload").isObject() && record.has("schema") ? record.path("payload") : record;
    }

    /** @param named names of the fields in their order, as far as they are known; others are called by their number */
    static Proposal csv(String from, List<Entry> records, List<String> named, char separator) {
        var inference = new Inference(true);
        var lines = new ArrayList<Optional<List<String>>>();
        for (Entry record : records) {
            lines.add(record.value() == null || record.value().length > LONGEST_RECORD ? Optional.empty() : text(record.value()).flatMap(t -> CsvRecords.one(t, separator)));
        }
        return rows(from, lines, named, inference);
    }

    /** The whole of a text with many records. @param header whether the names are in the first */
    static Proposal csv(String from, String text, char separator, boolean header, int most) {
        List<Optional<List<String>>> lines = CsvRecords.all(text, separator, most);
        List<String> names = header && !lines.isEmpty() ? lines.getFirst().orElse(List.of()) : List.of();
        return rows(from, header && !lines.isEmpty() ? lines.subList(1, lines.size()) : lines, names, new Inference(true));
    }

    private static Proposal rows(String from, List<Optional<List<String>>> lines, List<String> named, Inference inference) {
        // A line with more fields, or fewer, than most have is none.
        int width = !named.isEmpty() ? named.size() : mostFrequent(lines);
        List<String> names = names(named, width);
        for (Optional<List<String>> line : lines) {
            line.filter(l -> l.size() == width).ifPresentOrElse(l -> {
                ObjectNode row = JSON.createObjectNode();
                for (int i = 0; i < width; i++) {
                    if (l.get(i) == null) {
                        row.putNull(names.get(i));
                    } else {
                        row.put(names.get(i), l.get(i));
                    }
                }
                inference.add(row);
            }, inference::unreadable);
        }
        return inference.proposal(from);
    }

    private static int mostFrequent(List<Optional<List<String>>> lines) {
        return lines.stream().flatMap(Optional::stream).collect(Collectors.groupingBy(List::size, TreeMap::new, Collectors.counting())).entrySet().stream()
                .max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(0);
    }

    /** Each field has a name, and no two have the same. */
    private static List<String> names(List<String> named, int width) {
        var used = new HashSet<String>();
        var names = new ArrayList<String>();
        for (int i = 0; i < width; i++) {
            String given = i < named.size() && named.get(i) != null ? named.get(i).strip() : "";
            String name = Names.canBeColumn(given) ? given : "field_" + (i + 1);
            String free = name;
            for (int n = 2; !used.add(free); n++) {
                free = name + "_" + n;
            }
            names.add(free);
        }
        return names;
    }

    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
