package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;

/** How a node stands while drawing. */
public enum NodeState {
    OK, NEEDS_SETUP, ERROR;

    static NodeState of(Diagnostics diagnostics, NodeId node) {
        var errors = diagnostics.at(node).filter(d -> d.severity() == Severity.ERROR).toList();
        if (errors.isEmpty()) {
            return OK;
        }
        boolean onlyUnfinished = errors.stream().allMatch(
                d -> d.code() == Diagnostic.Code.MISSING_SETTING || d.code() == Diagnostic.Code.MISSING_INPUT);
        return onlyUnfinished ? NEEDS_SETUP : ERROR;
    }
}
