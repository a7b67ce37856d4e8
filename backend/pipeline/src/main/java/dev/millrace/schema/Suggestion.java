package dev.millrace.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a person probably meant. */
public final class Suggestion {
    private static final int LONGEST_WORD = 60;
    private static final int MOST_LISTED = 20;

    private Suggestion() {}

    /** The candidate closest to the word by edit distance, if it is close enough to be a slip. */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        int allowed = Math.max(1, word.length() / 3);
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        return candidates.stream().filter(c -> Math.abs(c.length() - word.length()) <= allowed)
                .min(Comparator.comparingInt((String c) -> distance(word, c)).thenComparing(c -> c))
                .filter(c -> distance(word, c) <= allowed);
    }

    /** "Did you mean 'delay'?", or else the list of what there is. */
    public static String hint(String word, Collection<String> candidates) {
        return closest(word, candidates).map(c -> "Did you mean '" + c + "'?")
                .orElseGet(() -> candidates.isEmpty() ? "" : "There is: " + listed(candidates));
    }

    /** The names in their order, "a, b, c"; of very many only the first. */
    public static String listed(Collection<String> names) {
        String first = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return names.size() <= MOST_LISTED ? first : first + " and " + (names.size() - MOST_LISTED) + " more";
    }

    /** Levenshtein distance, upper and lower case alike. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[b.length()];
    }
}
