package dev.millrace.server.templates;

import dev.millrace.server.preview.Preview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a template gives now, against what it gave.
 *
 * @param failure why nothing can be said; empty where something can
 */
public record RowCheck(List<OfOutput> outputs, String failure) {
    /** Differences of an output that are shown. */
    static final int MOST_SHOWN = 20;

    public RowCheck {
        outputs = List.copyOf(outputs);
    }

    /**
     * @param output the node and its output
     * @param missing rows that were expected and did not come, as far as they are shown
     * @param more rows that came and were not expected
     */
    public record OfOutput(String output, int expected, long found, List<Preview.Row> missing, List<Preview.Row> more, int differences) {
        public OfOutput {
            missing = List.copyOf(missing);
            more = List.copyOf(more);
        }
    }

    public boolean isAsExpected() {
        return failure.isEmpty() && outputs.stream().allMatch(o -> o.differences() == 0);
    }

    public int expected() {
        return outputs.stream().mapToInt(OfOutput::expected).sum();
    }

    /** The order of rows is no difference: inputs that are read side by side come in any. */
    static OfOutput compare(String output, List<Preview.Row> expected, List<Preview.Row> found) {
        Map<Preview.Row, Integer> open = new LinkedHashMap<>();
        expected.forEach(row -> open.merge(row, 1, Integer::sum));
        var more = new ArrayList<Preview.Row>();
        for (Preview.Row row : found) {
            if (open.getOrDefault(row, 0) > 0) {
                open.merge(row, -1, Integer::sum);
            } else {
                more.add(row);
            }
        }
        var missing = new ArrayList<Preview.Row>();
        open.forEach((row, times) -> {
            for (int i = 0; i < times; i++) {
                missing.add(row);
            }
        });
        return new OfOutput(output, expected.size(), found.size(), missing.stream().limit(MOST_SHOWN).toList(), more.stream().limit(MOST_SHOWN).toList(), missing.size() + more.size());
    }
}
