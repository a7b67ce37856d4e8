package dev.millrace.server.dashboards;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of several values. */
public enum Aggregate {
    COUNT("Number of rows"), SUM("Sum"), MEAN("Mean"), MIN("Least"), MAX("Most"), LAST("Newest");

    private final String words;

    Aggregate(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** As documents name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Aggregate> of(String word) {
        return Arrays.stream(values()).filter(a -> a.word().equals(word)).findFirst();
    }
}
