package dev.millrace.server.templates;

import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.design.PipelineId;
import dev.millrace.template.Opening;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline that shall become a template, or the next version of one.
 *
 * @param pipeline what it is made of; it stays as it is
 * @param revision what the author saw; refused where there is a newer one
 * @param template whose next version it is; empty: a new template
 * @param description what it does
 * @param reach who sees it; holds for all versions
 * @param note what is new; may be empty
 * @param dashboard what pipelines that are made of it are watched by: its tiles of this pipeline; empty: none
 * @param open the values that whoever uses it is asked for
 */
public record Publication(PipelineId pipeline, long revision, Optional<String> template, String title, String description, List<String> tags, Reach reach,
        String note, Optional<Dashboard> dashboard, List<Opening.Chosen> open) {
    public Publication {
        tags = List.copyOf(tags);
        open = List.copyOf(open);
    }
}
