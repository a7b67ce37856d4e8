package dev.millrace.flink.segment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name and uid of every operator: {@code node/role#n}. It depends on the node's id and on what the operator does for the
 * node, never on Flink's name for it nor on anything elsewhere in the pipeline, so that an edit elsewhere keeps its state.
 */
public record OperatorName(String node, String role, int number) {
    /** Flink cuts names in metrics at 80 characters. */
    private static final int LONGEST = 80;
    private static final Pattern WRITTEN = Pattern.compile("([a-z0-9-]+)/([^#/]+)#(\\d+)");

    /** Holds state by key: windows, aggregates, joins. */
    /** Role of what keeps state by key. */
    public static final String STATE = "state";
    /** Holds no state: filters, projections, the local half of an aggregate. */
    static final String STEP = "step";
    /** Parts late rows from the others, ahead of a window. */
    static final String LATE = "late";
    /** Puts the values of live parameters behind the rows that come into a node. */
    static final String LIVE = "live";
    static final String SOURCE = "source";
    static final String SINK = "sink";

    /** The counter at an output port. */
    public static OperatorName counterOf(String node, String port) {
        return new OperatorName(node, "out-" + port, 1);
    }

    /** What stands before a sink and measures how long rows were on their way there. */
    public static OperatorName arrivalsOf(String node) {
        return new OperatorName(node, "arrivals", 1);
    }

    /** The uid: unique in the job and stable over edits, rescaling and upgrades. */
    public String uid() {
        return node + "/" + role + "#" + number;
    }

    /**
     * The uid under which it keeps its state. After each time that a node began empty on purpose it is another one, so that what
     * was kept before is neither taken by mistake nor refused.
     *
     * @param epoch counted from 1
     */
    public String uid(int epoch) {
        return epoch == 1 ? uid() : uid() + "~" + epoch;
    }

    /** The name under which metrics are found; the uid, shortened where Flink would cut it. */
    public String shown() {
        String uid = uid();
        if (uid.length() <= LONGEST) {
            return uid;
        }
        String tail = "~" + Integer.toHexString(uid.hashCode()) + "#" + number;
        return uid.substring(0, LONGEST - tail.length()) + tail;
    }

    /** Reads a name back; empty for operators that are not ours. */
    public static Optional<OperatorName> parse(String shown) {
        Matcher m = WRITTEN.matcher(shown);
        return m.matches() ? Optional.of(new OperatorName(m.group(1), m.group(2), Integer.parseInt(m.group(3)))) : Optional.empty();
    }
}
