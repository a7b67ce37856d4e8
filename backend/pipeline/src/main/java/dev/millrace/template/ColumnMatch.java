package dev.millrace.template;

import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of one's columns could be those that a template expects, by their names and by what their values are. A proposal only: a person
 * sees it and has the last word.
 */
public final class ColumnMatch {
    private ColumnMatch() {}

    /** A column that there is. @param types that it can be read as, the likeliest first */
    public record Mine(String name, List<LogicalType> types) {
        public Mine {
            types = List.copyOf(types);
        }
    }

    /**
     * For each column that is wanted the one that is most like it; none where nothing is. Each of one's columns is proposed once.
     *
     * @param time one's column that looks like the event time
     */
    public static Map<String, Optional<String>> propose(Schema wanted, List<Mine> mine, Optional<String> time) {
        var found = new LinkedHashMap<String, Optional<String>>();
        wanted.names().forEach(name -> found.put(name, Optional.empty()));
        Set<String> taken = new HashSet<>();
        // What is surely meant first, so that nothing that is less like it takes it away.
        for (Likeness likeness : List.<Likeness>of(String::equals, (a, b) -> plain(a).equals(plain(b)))) {
            match(wanted, mine, found, taken, likeness);
        }
        wanted.eventTime().filter(t -> found.get(t).isEmpty()).ifPresent(t -> time.filter(m -> !taken.contains(m)).ifPresent(m -> {
            taken.add(m);
            found.put(t, Optional.of(m));
        }));
        for (Likeness likeness : List.<Likeness>of(ColumnMatch::holds, (a, b) -> Suggestion.closest(plain(a), List.of(plain(b))).isPresent())) {
            match(wanted, mine, found, taken, likeness);
        }
        return found;
    }

    private static void match(Schema wanted, List<Mine> mine, Map<String, Optional<String>> found, Set<String> taken, Likeness likeness) {
        wanted.columns().stream().filter(c -> found.get(c.name()).isEmpty()).forEach(c -> mine.stream()
                .filter(m -> !taken.contains(m.name()) && likeness.of(c.name(), m.name()) && readAs(c.type(), m.types()).isPresent()).findFirst().ifPresent(m -> {
                    taken.add(m.name());
                    found.put(c.name(), Optional.of(m.name()));
                }));
    }

    private interface Likeness {
        boolean of(String wanted, String mine);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Whether one of two names is the other with a word before or behind it, as card and card_no. */
    private static boolean holds(String wanted, String mine) {
        List<String> a = words(wanted);
        List<String> b = words(mine);
        return a.size() == 1 && b.contains(a.getFirst()) || b.size() == 1 && a.contains(b.getFirst());
    }

    private static List<String> words(String name) {
        return List.of(name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
    }

    /** The type with which a column is read for what is wanted: that type where its values can be it; a point in time does for a time, and the other way round. */
    public static Optional<LogicalType> readAs(LogicalType wanted, List<LogicalType> types) {
        if (types.stream().anyMatch(t -> becomes(t, wanted))) {
            return Optional.of(wanted);
        }
        return isTime(wanted) ? types.stream().filter(ColumnMatch::isTime).findFirst() : Optional.empty();
    }

    private static boolean isTime(LogicalType type) {
        return type instanceof LogicalType.Timestamp || type instanceof LogicalType.Instant;
    }

    /** Numbers become numbers; whether each of them does is seen when they are read. */
    private static boolean becomes(LogicalType type, LogicalType wanted) {
        return type.equals(wanted) || type.isNumeric() && wanted.isNumeric()
                || type instanceof LogicalType.Timestamp && wanted instanceof LogicalType.Timestamp || type instanceof LogicalType.Instant && wanted instanceof LogicalType.Instant;
    }
}
