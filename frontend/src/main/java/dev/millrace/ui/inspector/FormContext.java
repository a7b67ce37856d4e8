package dev.millrace.ui.inspector;

import dev.millrace.rel.ExpressionTyper.FunctionHelp;
import dev.millrace.schema.Column;
import java.util.List;

/**
 * What fields of a form may offer.
 *
 * @param input columns of the node's input
 * @param own columns the node declares itself
 */
record FormContext(List<Column> input, List<Column> own, List<FunctionHelp> functions, List<String> topics) {
    List<Column> columns(boolean ownColumns) {
        return ownColumns ? own : input;
    }
}
