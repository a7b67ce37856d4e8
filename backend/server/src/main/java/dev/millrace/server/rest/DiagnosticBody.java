package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.pipeline.NodeId;
import java.util.List;

/**
 * A diagnostic on the wire. Of the places only those that apply are there.
 *
 * @param setting path of the setting at the node: "columns[2].type"
 * @param edge "orders.out->sums.in"
 * @param from first character in the expression, from 0
 * @param to character behind the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DiagnosticBody(String code, String severity, String message, String hint, String node, String setting, String edge, Integer from,
        Integer to) {

    static List<DiagnosticBody> of(Diagnostics diagnostics) {
        return diagnostics.all().stream().map(DiagnosticBody::of).toList();
    }

    private static DiagnosticBody of(Diagnostic d) {
        String node = d.at().nodeOf().map(NodeId::value).orElse(null);
        String setting = d.at().settingOf().orElse(null);
        String edge = d.at() instanceof Location.OfEdge e ? e.edge().id() : null;
        Integer from = d.at() instanceof Location.OfSpan s ? (Integer) s.from() : null;
        Integer to = d.at() instanceof Location.OfSpan s ? (Integer) s.to() : null;
        return new DiagnosticBody(d.code().name(), d.severity().name(), d.message(), d.hint(), node, setting, edge, from, to);
    }
}
