package dev.millrace.server.templates;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.template.TemplateHead;
import java.util.List;
import java.util.Optional;

/**
 * The file of a template, and what bringing it here would do. Nothing has been done yet.
 *
 * @param needs what has to be there before a pipeline made of it can run
 * @param diagnostics what the compiler says of it here
 * @param dashboard for the pipelines that are made of it; empty: none
 * @param outcome what would become of it
 */
public record Arrival(TemplateHead head, Pipeline pipeline, Optional<Dashboard> dashboard, List<String> needs, Diagnostics diagnostics, Outcome outcome) {
    public Arrival {
        needs = List.copyOf(needs);
    }

    /** What would become of the file. */
    public sealed interface Outcome {
        /** It is not known here: a new template. */
        record New() implements Outcome {}

        /** It is a template that is here: its next version. @param changes against the newest version, in sentences */
        record Next(Template newest, List<String> changes) implements Outcome {
            public Next {
                changes = List.copyOf(changes);
            }
        }

        /** It is here already, as it is in the file; there is nothing to bring. */
        record Same(Template here) implements Outcome {}

        /** It is a template of somebody else, who alone may add versions: a new one under another id. */
        record Copy(Template others) implements Outcome {}
    }
}
