package dev.millrace.server.columns;

import dev.millrace.schema.LogicalType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Columns that a person may take: read out of records, or out of a schema.
 *
 * @param from where they are from, in words: "the newest 500 records of 'orders'"
 * @param sampled records looked at; 0 where it is from a schema
 * @param unreadable records among them that are none of the format
 * @param columns in order of first appearance
 * @param timeColumn a column that could be the event time
 * @param key names of columns that make the key of the records or the table; empty where nothing is known of one
 * @param whole whether there are no columns but these, as in a schema; records may have others that were not looked at
 * @param notes what else to know, in sentences without an end
 */
public record Proposal(String from, int sampled, int unreadable, List<Proposed> columns, Optional<String> timeColumn, List<String> key, boolean whole,
        List<String> notes) {
    public Proposal {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        notes = List.copyOf(notes);
    }

    /**
     * A column.
     *
     * @param nullable whether it may be absent or null, as far as the records or the schema tell
     * @param seen what its values were; empty where it is from a schema
     * @param others types that could be declared in place of it
     * @param declared share of the values that fit the type with which it is declared now; empty where it is not declared, or nothing was read
     * @param note what to know or do; may be empty
     */
    public record Proposed(String name, LogicalType type, boolean nullable, Optional<Seen> seen, List<LogicalType> others, Optional<Double> declared,
            String note) {
        public Proposed {
            others = List.copyOf(others);
        }

        Proposed declared(double fits) {
            return new Proposed(name, type, nullable, seen, others, Optional.of(fits), note);
        }

        /** Share of the readable records that have a value for it, 0 to 1; a schema says nothing else than 1. */
        public double present() {
            return seen.map(s -> s.records() == 0 ? 0 : (double) s.values() / s.records()).orElse(1.0);
        }

        /** Share of the values that fit the type, 0 to 1. */
        public double fits() {
            return seen.map(s -> s.values() == 0 ? 1 : (double) s.fitting() / s.values()).orElse(1.0);
        }
    }

    /**
     * What the values of a column were.
     *
     * @param records readable ones
     * @param values that are there and not null
     * @param nulls written as null; what is left are records that lack it
     * @param fitting values that fit the proposed type
     * @param kinds number of values of each kind, most frequent first
     */
    public record Seen(int records, int values, int nulls, int fitting, Map<Kind, Integer> kinds) {
        public Seen {
            kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
        }

        public int absent() {
            return records - values - nulls;
        }

        /** More than one kind of values. */
        public boolean mixed() {
            return kinds.size() > 1;
        }

        /** "480 whole numbers, 20 texts". */
        public String words() {
            return kinds.entrySet().stream().map(e -> e.getValue() + " " + e.getKey().words(e.getValue())).collect(Collectors.joining(", "));
        }
    }

    /** What a value is, as it is written. */
    public enum Kind {
        WHOLE("whole number"), NUMBER("number"), BOOLEAN("true or false"), TIME("time as text"), DATE("date as text"), TEXT("text"), LIST("list"), OBJECT("object");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** In words, for so many. */
        public String words(int count) {
            return count == 1 || this == BOOLEAN ? word : this == TIME ? "times as text" : this == DATE ? "dates as text" : word + "s";
        }
    }
}
