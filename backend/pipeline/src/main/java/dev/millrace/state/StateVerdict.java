package dev.millrace.state;

import dev.millrace.pipeline.NodeId;
import java.util.List;

/**
 * What becomes of the state of one node when a revision goes on from the state of another.
 *
 * @param kind id of the node's kind, of the newer revision where it has the node
 * @param reason why, in a sentence for people
 * @param notes what changes though the state stays: rows are chosen otherwise, it is kept for another time
 */
public record StateVerdict(NodeId node, String kind, Outcome outcome, String reason, List<String> notes) {
    public StateVerdict {
        notes = List.copyOf(notes);
    }

    /** What becomes of it. */
    public enum Outcome {
        /** All that it holds stays. */
        KEPT,
        /** There was no such node before; it begins empty and sees rows from now on only. */
        NEW,
        /** It begins empty and is filled again, because its sources are read from their beginning. */
        REBUILT,
        /** What it holds would mean something else, or there is no such node any more: it begins empty, or is gone. */
        LOST,
        /** What it holds has another form: Flink would refuse it. It begins empty. */
        INCOMPATIBLE
    }

    /** Whether something is lost that was there: a person has to agree before. */
    public boolean losesState() {
        return outcome == Outcome.LOST || outcome == Outcome.INCOMPATIBLE;
    }
}
