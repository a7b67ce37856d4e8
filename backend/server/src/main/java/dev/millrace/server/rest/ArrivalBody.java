package dev.millrace.server.rest;

import dev.millrace.server.templates.Arrival;
import java.util.List;

/**
 * What bringing a file would do.
 *
 * @param outcome NEW, NEXT (the next version of what is here), SAME (nothing: it is here already) or COPY (a new one beside that of somebody else)
 * @param template id of the template that is here; null where it is new
 * @param changes against what is here, in sentences; only of NEXT
 * @param canBeBrought whether it is free of errors here
 */
record ArrivalBody(String title, String description, String author, int version, List<String> tags, List<OfNode> nodes, List<TemplateBody.OfParameter> parameters, List<String> needs,
        List<DiagnosticBody> diagnostics, String outcome, String template, List<String> changes, boolean canBeBrought) {

    record OfNode(String id, String kind, String label) {}

    static ArrivalBody of(Arrival a) {
        String outcome = switch (a.outcome()) {
            case Arrival.Outcome.New n -> "NEW";
            case Arrival.Outcome.Next n -> "NEXT";
            case Arrival.Outcome.Same s -> "SAME";
            case Arrival.Outcome.Copy c -> "COPY";
        };
        String here = switch (a.outcome()) {
            case Arrival.Outcome.New n -> null;
            case Arrival.Outcome.Next n -> n.newest().id();
            case Arrival.Outcome.Same s -> s.here().id();
            case Arrival.Outcome.Copy c -> c.others().id();
        };
        return new ArrivalBody(a.pipeline().name(), a.pipeline().description(), a.head().author().orElse(""), a.head().version(), a.head().tags(),
                a.pipeline().nodes().values().stream().map(n -> new OfNode(n.id().value(), n.kind(), n.label())).toList(),
                a.pipeline().parameters().stream().map(TemplateBody.OfParameter::of).toList(), a.needs(), DiagnosticBody.of(a.diagnostics()), outcome, here,
                a.outcome() instanceof Arrival.Outcome.Next next ? next.changes() : List.of(), !a.diagnostics().hasErrors());
    }
}
