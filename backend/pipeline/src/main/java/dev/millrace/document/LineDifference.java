package dev.millrace.document;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MeyersDiffWithLinearSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Two documents line by line, in the unified form that people know from their tools.
 *
 * @param lines of both, with some that are the same around what differs; none where the documents are the same
 */
public record LineDifference(List<Line> lines) {
    private static final int AROUND = 3;
    /** Lines in all, times those that differ: some seconds' work at most. */
    private static final long MOST_WORK = 200_000_000;
    private static final int HEADS = 2;

    public LineDifference {
        lines = List.copyOf(lines);
    }

    /** PLACE is a line that says where in the documents the next ones are. */
    public enum Mark {
        PLACE("@"), SAME(" "), REMOVED("-"), ADDED("+");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }

        /** The sign before a line. */
        public String sign() {
            return sign;
        }
    }

    /** @param text without the mark; of a place, the whole line */
    public record Line(Mark mark, String text) {
        static Line read(String line) {
            if (line.startsWith("@@")) {
                return new Line(Mark.PLACE, line);
            }
            return new Line(switch (line.charAt(0)) {
                case '+' -> Mark.ADDED;
                case '-' -> Mark.REMOVED;
                default -> Mark.SAME;
            }, line.substring(1));
        }

        @Override public String toString() {
            return mark == Mark.PLACE ? text : mark.sign() + text;
        }
    }

    /** Empty where the documents are so long and so different that comparing them would take too long. */
    public static Optional<LineDifference> between(String before, String after) {
        List<String> were = before.lines().toList();
        List<String> are = after.lines().toList();
        if (work(were, are) > MOST_WORK) {
            return Optional.empty();
        }
        var patch = DiffUtils.diff(were, are, new MeyersDiffWithLinearSpace<String>());
        return Optional.of(new LineDifference(removedFirst(UnifiedDiffUtils.generateUnifiedDiff("before", "after", were, patch, AROUND).stream().skip(HEADS).map(Line::read).toList())));
    }

    /** Of lines that stand in each other's place, those that were there come first, as people expect it. */
    private static List<Line> removedFirst(List<Line> lines) {
        var ordered = new ArrayList<Line>();
        var added = new ArrayList<Line>();
        for (Line line : lines) {
            if (line.mark() == Mark.ADDED) {
                added.add(line);
                continue;
            }
            if (line.mark() != Mark.REMOVED) {
                ordered.addAll(added);
                added.clear();
            }
            ordered.add(line);
        }
        ordered.addAll(added);
        return ordered;
    }

    /** The least that the comparison can take: every line is looked at once for each that only one of the documents has. */
    private static long work(List<String> were, List<String> are) {
        Map<String, Integer> counts = new HashMap<>();
        were.forEach(line -> counts.merge(line, 1, Integer::sum));
        are.forEach(line -> counts.merge(line, -1, Integer::sum));
        long differing = counts.values().stream().mapToLong(Math::abs).sum();
        return (were.size() + (long) are.size()) * differing;
    }

    /** All lines with their marks, as a text. */
    public String text() {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
