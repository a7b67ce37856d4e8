package dev.millrace.ui.inspector;

import dev.millrace.rel.ExpressionTyper.FunctionHelp;
import dev.millrace.rel.UserFunction;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What fields of a form may offer.
 *
 * @param input columns of the node's input
 * @param own columns the node declares itself
 * @param clusters names of the Kafka clusters, the default one first
 * @param topics of the cluster that the node reads or writes
 * @param ownFunctions those of uploaded jars
 * @param typeOf the type of an expression over the input; empty where it has none
 * @param row a row of a sample that came in, as a JSON object; empty where none is known
 */
record FormContext(List<Column> input, List<Column> own, List<FunctionHelp> functions, List<String> clusters, List<String> topics, List<UserFunction> ownFunctions, Function<String, Optional<LogicalType>> typeOf,
        Optional<String> row, ValueFinder values) {
    List<Column> columns(boolean ownColumns) {
        return ownColumns ? own : input;
    }
}
