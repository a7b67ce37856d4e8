package dev.millrace.server.shadow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of one sink by both revisions. Only rows that one has written more often than the other are kept: what is equal is counted and
 * forgotten.
 */
final class Bag {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** A row that the other side has not brought in this time counts as different; it is equal again when it comes. */
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_EXAMPLES = 20;
    private static final int LONGEST_EXAMPLE = 2_000;
    /** Texts of rows are kept for so many; of further ones only what tells them apart. */
    private static final int MOST_TEXTS = 2_000;

    private final ShadowSinks.Pair sink;
    private final Map<Row, Open> open = new LinkedHashMap<>();
    private long oldRows;
    private long newRows;
    private long equal;
    private int texts;

    Bag(ShadowSinks.Pair sink) {
        this.sink = sink;
    }

    /** Tells rows apart; made of their content. */
    private record Row(long high, long low) {}

    /** @param net how much more often the old one has it */
    private record Open(int net, Instant since, String key, String text) {}

    /** How many rows it keeps. */
    int size() {
        return open.size();
    }

    /** Takes in a record of one side. */
    void add(Side side, byte[] record, Instant now) {
        JsonNode json = JSON.readTree(record);
        var columns = new TreeMap<String, JsonNode>();
        json.properties().stream().filter(p -> sink.columns().contains(p.getKey())).forEach(p -> columns.put(p.getKey(), p.getValue()));
        boolean comes = switch (json.path(sink.kindColumn()).asString("INSERT")) {
            case "UPDATE_BEFORE", "DELETE" -> false;
            default -> true;
        };
        if (side == Side.OLD) {
            oldRows++;
        } else {
            newRows++;
        }
        String key = sink.key().isEmpty() ? "" : JSON.writeValueAsString(sink.key().stream().map(k -> json.path(k)).toList());
        String text = JSON.writeValueAsString(columns);
        count(side, comes ? 1 : -1, key, text, now);
    }

    private void count(Side side, int change, String key, String text, Instant now) {
        Row row = row(text);
        Open had = open.get(row);
        int before = had == null ? 0 : had.net();
        int after = before + (side == Side.OLD ? change : -change);
        if (change > 0 && Math.abs(after) < Math.abs(before)) {
            equal++;
        } else if (change < 0 && Math.abs(after) > Math.abs(before)) {
            // One of a pair was taken back. Rows from before the savepoint were never counted.
            equal = Math.max(0, equal - 1);
        }
        if (after == 0) {
            open.remove(row);
            texts -= had == null || had.text().isEmpty() ? 0 : 1;
            return;
        }
        String kept = had != null ? had.text() : texts < MOST_TEXTS ? cut(text) : "";
        texts += had == null && !kept.isEmpty() ? 1 : 0;
        open.put(row, new Open(after, now, key, kept));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_EXAMPLE ? text : text.substring(0, LONGEST_EXAMPLE) + "…";
    }

    private static Row row(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var words = java.nio.ByteBuffer.wrap(hash);
            return new Row(words.getLong(), words.getLong());
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    /** How it stands. */
    Comparison.OfSink shown(Instant now) {
        long onlyOld = 0;
        long onlyNew = 0;
        long awaited = 0;
        Map<String, List<String[]>> byKey = new LinkedHashMap<>();
        int examples = 0;
        for (Open row : open.values()) {
            int n = Math.abs(row.net());
            if (row.since().plus(PATIENCE).isAfter(now)) {
                awaited += n;
                continue;
            }
            boolean old = row.net() > 0;
            onlyOld += old ? n : 0;
            onlyNew += old ? 0 : n;
            if (examples < MOST_EXAMPLES * 2 && !row.text().isEmpty()) {
                examples++;
                put(byKey.computeIfAbsent(row.key(), k -> new ArrayList<>()), old, row.text(), !sink.key().isEmpty());
            }
        }
        List<Comparison.Example> shown = byKey.values().stream().flatMap(List::stream).limit(MOST_EXAMPLES)
                .map(pair -> new Comparison.Example(pair[0], pair[1])).toList();
        return new Comparison.OfSink(sink.node().value(), oldRows, newRows, equal, onlyOld, onlyNew, awaited, shown);
    }

    /** Beside a row of the other side with the same key, where there is one. */
    private static void put(List<String[]> pairs, boolean old, String text, boolean pair) {
        int at = old ? 0 : 1;
        Iterator<String[]> open = pairs.stream().filter(p -> pair && p[at].isEmpty()).iterator();
        String[] into = open.hasNext() ? open.next() : null;
        if (into == null) {
            into = new String[] {"", ""};
            pairs.add(into);
        }
        into[at] = text;
    }
}
