package dev.millrace.pipeline;

import java.util.Objects;

/**
 * A box on the canvas.
 *
 * @param kind id of the node kind, e.g. "window.tumbling"
 * @param kindVersion version of the kind's settings this node was written with
 * @param label what people read; free text, may be empty (then the kind's title is shown)
 */
public record Node(NodeId id, String kind, int kindVersion, String label, Settings settings) {
    /** Documents with longer labels are not read. */
    public static final int LONGEST_LABEL = 200;

    public Node {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(label);
        Objects.requireNonNull(settings);
    }

    public Node withSettings(Settings newSettings) {
        return new Node(id, kind, kindVersion, label, newSettings);
    }

    public Node withLabel(String newLabel) {
        return new Node(id, kind, kindVersion, newLabel, settings);
    }
}
