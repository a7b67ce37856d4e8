package dev.millrace.server.columns;

import dev.millrace.schema.LogicalType;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.columns.Proposal.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Proposes columns from objects. A column's type is the narrowest that nearly all of its values fit; a few that do not are told as a
 * share, since such records would be bad records.
 */
final class Inference {
    /** From this share of fitting values on, a narrow type is worth the rest becoming bad records. */
    static final double ENOUGH = 0.9;
    private static final int MOST_COLUMNS = 300;
    private static final int MOST_NAMED = 5;
    private static final Pattern TIME_NAME = Pattern.compile("(.*[_.-])?(ts|time|timestamp|epoch|date_?time|at)|.*(Time|Ts|At|Timestamp)");
    private static final long YEAR_1990 = 631_152_000_000L;
    private static final long YEAR_2100 = 4_102_444_800_000L;

    private final boolean textOnly;
    private final LinkedHashMap<String, SeenValues> columns = new LinkedHashMap<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private int sampled;
    private int unreadable;
    private int tooLong;
    private int silent;

    /** @param textOnly whether all values come as text, as in CSV */
    Inference(boolean textOnly) {
        this.textOnly = textOnly;
    }

    /** A record that is none of the format. */
    void unreadable() {
        sampled++;
        unreadable++;
    }

    /** A record that is too long to be looked at. */
    void tooLong() {
        unreadable();
        tooLong++;
    }

    /** A record that says nothing of columns, such as one that takes a row away. */
    void silent() {
        sampled++;
        silent++;
    }

    /** Names that the record's key has. */
    void key(JsonNode key) {
        key.properties().stream().map(Map.Entry::getKey).filter(Names::canBeColumn).forEach(keys::add);
    }

    void add(JsonNode object) {
        sampled++;
        object.properties().forEach(field -> {
            SeenValues values = columns.get(field.getKey());
            if (values == null) {
                if (columns.size() >= MOST_COLUMNS || !Names.canBeColumn(field.getKey())) {
                    if (leftOut.size() <= MOST_COLUMNS) {
                        leftOut.add(field.getKey());
                    }
                    return;
                }
                values = new SeenValues();
                columns.put(field.getKey(), values);
            }
            values.add(field.getValue());
        });
    }

    Proposal proposal(String from) {
        int records = sampled - unreadable - silent;
        List<Proposed> proposed = columns.entrySet().stream().map(e -> column(e.getKey(), e.getValue(), records)).toList();
        Optional<String> time = timeColumn(proposed);
        var notes = new ArrayList<String>();
        if (unreadable > tooLong) {
            notes.add(count(unreadable - tooLong, "record") + " cannot be read in this format and would be bad records");
        }
        if (tooLong > 0) {
            notes.add(count(tooLong, "record") + " of more than " + Readings.LONGEST_RECORD / 1_000_000 + " MB " + (tooLong == 1 ? "was" : "were") + " not looked at");
        }
        if (!leftOut.isEmpty()) {
            String some = leftOut.stream().limit(MOST_NAMED).map(Names::shown).collect(Collectors.joining(", "));
            notes.add("Left out, as there are too many or their names cannot be typed: " + some + (leftOut.size() > MOST_NAMED ? " and more" : ""));
        }
        return new Proposal(from, sampled, unreadable, proposed, time, List.copyOf(keys), false, notes);
    }

    static Optional<String> timeColumn(List<Proposed> proposed) {
        return proposed.stream().filter(c -> c.type().canBeEventTime() && isTimeName(c.name())).findFirst()
                .or(() -> proposed.stream().filter(c -> c.type().canBeEventTime()).findFirst()).map(Proposed::name);
    }

    static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private Proposed column(String name, SeenValues values, int records) {
        SeenValues.Choice choice = values.choose(ENOUGH, textOnly);
        Seen seen = values.seen(records, choice.fitting(), textOnly);
        boolean isTime = isTimeName(name);
        boolean isMillis = isTime && values.allBetween(YEAR_1990, YEAR_2100);
        boolean isSeconds = isTime && values.allBetween(YEAR_1990 / 1000, YEAR_2100 / 1000);
        var others = new LinkedHashSet<LogicalType>();
        if (isMillis) {
            others.add(LogicalType.TIMESTAMP_LTZ);
        }
        if (values.isWholeText() && choice.type().equals(LogicalType.STRING)) {
            others.add(LogicalType.BIGINT);
        }
        if (values.hasLarge() || values.hasManyDigits()) {
            others.add(new LogicalType.Decimal(38, values.hasManyDigits() ? 10 : 0));
        }
        if (values.hasFiner()) {
            others.add(choice.type() instanceof LogicalType.Instant ? new LogicalType.Instant(9) : new LogicalType.Timestamp(9));
        }
        if (!choice.type().equals(LogicalType.STRING)) {
            others.add(LogicalType.STRING);
        }
        others.remove(choice.type());
        return new Proposed(name, choice.type(), seen.values() < records, Optional.of(seen), List.copyOf(others), Optional.empty(),
                note(name, choice, seen, values, isMillis, isSeconds));
    }

    private static String note(String name, SeenValues.Choice choice, Seen seen, SeenValues values, boolean isMillis, boolean isSeconds) {
        if (seen.values() == 0) {
            return "Always NULL here: check the type";
        }
        int misfits = seen.values() - choice.fitting();
        if (misfits > 0) {
            return "Mixed: " + seen.words() + ". " + count(misfits, "record") + " would be bad; STRING takes all";
        }
        if (seen.mixed() && choice.type().equals(LogicalType.STRING)) {
            return "Mixed: " + seen.words() + ". STRING takes all as they are written";
        }
        if (isMillis) {
            return "Looks like milliseconds since 1970: declared as TIMESTAMP_LTZ(3) it is read as a time";
        }
        if (isSeconds) {
            return "Looks like seconds since 1970: TO_TIMESTAMP_LTZ(" + name + " * 1000, 3) in a Map makes a time of it";
        }
        if (values.isWholeText() && choice.type().equals(LogicalType.STRING)) {
            return "Whole numbers as text; BIGINT reads them too";
        }
        if (values.hasLarge() || values.hasManyDigits()) {
            return "Some have more digits than " + choice.type() + " keeps; a DECIMAL keeps them";
        }
        return values.hasFiner() ? "Finer than a thousandth of a second; what is finer is cut off" : "";
    }

    private static boolean isTimeName(String name) {
        return TIME_NAME.matcher(name).matches() || TIME_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }
}
