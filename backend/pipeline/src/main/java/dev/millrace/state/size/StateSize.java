package dev.millrace.state.size;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** About how large the state of a node becomes. An estimate from the types of columns: it is compared with what is measured once there is something. */
public record StateSize(List<Kept> kept) {
    private static final long KEYS = 1_000;
    /** Where nobody knows how many rows come, it is told for so many. */
    private static final double ROWS_PER_SECOND = 100;

    public StateSize {
        kept = List.copyOf(kept);
    }

    /** Whether it grows for as long as the pipeline runs. */
    public boolean growsWithoutEnd() {
        return kept.stream().anyMatch(Kept::growsWithoutEnd);
    }

    /**
     * In sentences for people.
     *
     * @param rowsPerSecond that come into the node, where that was seen
     */
    public String inWords(OptionalDouble rowsPerSecond) {
        return kept.stream().map(k -> sentence(k, rowsPerSecond)).distinct().collect(Collectors.joining(". "));
    }

    private static String sentence(Kept kept, OptionalDouble rate) {
        String each = "About " + bytes(kept.bytes()) + " for each " + kept.per();
        String goes = kept.goes().isEmpty() ? "None is ever forgotten, so it grows without end" : kept.goes();
        if (!kept.isRow()) {
            return each + ", " + bytes(kept.bytes() * KEYS) + " for 1,000. " + goes;
        }
        double perSecond = rate.orElse(ROWS_PER_SECOND);
        String rows = (rate.isPresent() ? "at the " : "at ") + String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond) + " rows a second"
                + (rate.isPresent() ? " that come now" : "");
        return each + ". " + goes + ": " + kept.length().map(length -> bytes((long) (kept.bytes() * perSecond * length.toMillis() / 1000)) + " " + rows)
                .orElseGet(() -> bytes((long) (kept.bytes() * perSecond * 86_400)) + " more each day " + rows);
    }

    /**
     * What was measured beside the estimate, in a sentence for people.
     *
     * @param bytes in the last checkpoint
     */
    public String measuredInWords(OptionalLong bytes) {
        if (bytes.isEmpty()) {
            return "";
        }
        long one = kept.stream().mapToLong(Kept::bytes).sum() / Math.max(1, kept.size());
        long entries = bytes.getAsLong() / Math.max(1, one);
        return "Measured at the last checkpoint: " + bytes(bytes.getAsLong()) + (kept.isEmpty() ? "" : ", which by the estimate is about "
                + String.format(Locale.ROOT, "%,d", entries) + (kept.getFirst().isRow() ? " rows" : " entries"));
    }

    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " bytes";
        }
        double value = bytes;
        for (String unit : List.of("kB", "MB", "GB")) {
            value /= 1_000;
            if (value < 1_000 || unit.equals("GB")) {
                return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%,.0f %s", value, unit);
            }
        }
        throw new IllegalStateException();
    }
}
