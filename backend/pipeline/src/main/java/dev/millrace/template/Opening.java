package dev.millrace.template;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;

/**
 * A value of a drawing that a template may leave open: a whole setting, or a literal inside an expression.
 *
 * @param setting its name, or the path to a value in a list, such as aggregates[0].column
 * @param from first character of the literal; -1 for the whole setting
 * @param to behind its last character; -1 for the whole setting
 * @param label what the setting is called in forms
 * @param written the value, or for a literal the whole expression, as it is drawn
 * @param suggested the parameter that would take its place, with the value that is drawn as its preset
 */
public record Opening(NodeId node, String setting, int from, int to, String label, String written, Parameter suggested) {

    /** Whether it is a part of an expression. */
    public boolean isLiteral() {
        return from >= 0;
    }

    /** The value that is drawn there, as people write it. */
    public String value() {
        return isLiteral() ? written.substring(from, to) : written;
    }

    /** An opening that is made, as this parameter. Several may share one. */
    public record Chosen(Opening at, Parameter parameter) {}
}
