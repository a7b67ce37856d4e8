package dev.millrace.server.trouble;

import dev.millrace.pipeline.NodeId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is the matter with a deployment whose job goes on all the same, such as a topic that somebody deleted.
 *
 * @param kind what it is about
 * @param node where, if that can be told
 * @param message what is wrong, in a sentence without a full stop
 * @param wayOut what to do about it, or what happens by itself
 * @param since when it was first seen
 */
public record Trouble(Kind kind, Optional<NodeId> node, String message, String wayOut, Instant since) {
    public enum Kind {
        DATABASE, KAFKA, TOPIC, CHECKPOINTS,
        /** Nothing can run there. */
        CLUSTER,
        /** A source reads less than it is given. */
        FALLS_BEHIND,
        /** It stands still, or is ahead of the clock. */
        EVENT_TIME,
        /** Most of the work has one copy. */
        UNEVEN,
        /** It grows without end. */
        STATE
    }

    boolean isLike(Trouble other) {
        return kind == other.kind && node.equals(other.node) && message.equals(other.message) && wayOut.equals(other.wayOut);
    }
}
