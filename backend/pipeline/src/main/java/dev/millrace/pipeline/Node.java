package dev.millrace.pipeline;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A box on the canvas.
 *
 * @param kind id of the node kind, e.g. "window.tumbling"
 * @param kindVersion version of the kind's settings this node was written with
 * @param label what people read; free text, may be empty (then the kind's title is shown)
 * @param use whether it takes part when the pipeline runs
 * @param parallelism copies of its operators, 1 to {@link RunSettings#MAX_PARALLELISM}; empty: as many as the pipeline says
 */
public record Node(NodeId id, String kind, int kindVersion, String label, Settings settings, Use use, OptionalInt parallelism) {
    /** Documents with longer labels are not read. */
    public static final int LONGEST_LABEL = 200;

    /**
     * Whether a node takes part.
     *
     * <pre>
     *   ENABLED    a ──▶ node ──▶ b
     *   BYPASSED   a ───────────▶ b     its rows pass as they came
     *   CUT        a              b     it is left out, and b too where nothing else feeds it
     * </pre>
     */
    public enum Use {
        ENABLED, BYPASSED, CUT;

        /** The word in documents. */
        public String word() {
            return switch (this) {
                case ENABLED -> "no";
                case BYPASSED -> "bypass";
                case CUT -> "cut";
            };
        }

        public static Optional<Use> parse(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "no", "false" -> Optional.of(ENABLED);
                case "bypass" -> Optional.of(BYPASSED);
                case "cut" -> Optional.of(CUT);
                default -> Optional.empty();
            };
        }
    }

    /** An enabled node with as many copies as the pipeline says. */
    public Node(NodeId id, String kind, int kindVersion, String label, Settings settings) {
        this(id, kind, kindVersion, label, settings, Use.ENABLED, OptionalInt.empty());
    }

    public Node {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(label);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(use);
        parallelism.ifPresent(RunSettings::checkParallelism);
    }

    public Node withSettings(Settings newSettings) {
        return new Node(id, kind, kindVersion, label, newSettings, use, parallelism);
    }

    /** The same node where another drawing takes it in. */
    public Node withId(NodeId newId) {
        return new Node(newId, kind, kindVersion, label, settings, use, parallelism);
    }

    public Node withKindVersion(int version) {
        return new Node(id, kind, version, label, settings, use, parallelism);
    }

    public Node withLabel(String newLabel) {
        return new Node(id, kind, kindVersion, newLabel, settings, use, parallelism);
    }

    public Node withUse(Use newUse) {
        return new Node(id, kind, kindVersion, label, settings, newUse, parallelism);
    }

    public Node withParallelism(OptionalInt copies) {
        return new Node(id, kind, kindVersion, label, settings, use, copies);
    }
}
