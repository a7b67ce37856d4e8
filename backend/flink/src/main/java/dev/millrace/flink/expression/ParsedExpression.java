package dev.millrace.flink.expression;

import java.util.Set;
import org.apache.calcite.sql.SqlNode;

/**
 * A text that is exactly one scalar expression.
 *
 * @param tree as typed, with positions in the text
 * @param sql written anew from the tree
 * @param written the tree of {@code sql}: equal to {@code tree}, with positions in {@code sql}
 * @param runs what to run: {@code sql}, save where a function of Flink needs a guard
 * @param columns names that are read, each the first part of an identifier
 */
record ParsedExpression(String text, SqlNode tree, String sql, SqlNode written, String runs, Set<String> columns) {}
