package dev.millrace.flink.segment;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;

/**
 * Keeps rows in their order behind what has fewer copies than the pipeline, such as a group without keys or a source of one copy.
 *
 * <pre>
 *   one ──▶ many     Flink deals rows out in turn: a row taken back and the one that replaces it reach different copies, and overtake each other
 *   one ──▶ one ──(by key)──▶ many
 * </pre>
 *
 * <p>Only an exchange, which says itself which copy gets which row, leads to more copies.
 */
final class InOrder {
    /** As many copies as the node that is built has. */
    private static final int MOST = Integer.MAX_VALUE;

    private InOrder() {}

    /** Gives an operator no more copies than its input has. Those before it have got theirs. */
    static void keep(Transformation<?> operator) {
        if (operator.getInputs().size() == 1) {
            int copies = copies(operator.getInputs().getFirst());
            if (copies < own(operator)) {
                operator.setParallelism(copies);
            }
        }
    }

    /** The same. @param otherwise how many there are where none are set */
    static int copies(Transformation<?> input, int otherwise) {
        int copies = copies(input);
        return copies == MOST ? otherwise : copies;
    }

    /** In how many copies rows come, without an exchange; what is no operator has none of its own, and streams that are put together come as the most do. */
    private static int copies(Transformation<?> input) {
        return switch (input) {
            case PartitionTransformation<?> exchange -> MOST;
            case PhysicalTransformation<?> operator -> own(operator);
            default -> input.getInputs().stream().mapToInt(InOrder::copies).max().orElse(MOST);
        };
    }

    private static int own(Transformation<?> operator) {
        return operator.getParallelism() == ExecutionConfig.PARALLELISM_DEFAULT ? MOST : operator.getParallelism();
    }
}
