package dev.millrace.server.templates;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A version of a pipeline to begin with. Its title and what it does are the name and the description of the pipeline.
 *
 * @param id stands in links and never changes
 * @param version 1 for the first
 * @param saidNeeds what its author says that people need, beside what follows from the drawing
 * @param author who published this version; for a shipped one, empty or whom its file names
 * @param madeBy who is named in the file that it was brought in; empty where it was made here
 * @param note what is new in it; may be empty
 * @param dashboard for the pipelines that are made of it, its tiles without a pipeline; empty: none
 * @param kind where it comes from
 * @param publishedAt empty for shipped ones
 * @param used how many pipelines were made of all its versions
 */
public record Template(String id, int version, Pipeline pipeline, List<String> tags, List<String> saidNeeds, String author, String madeBy, String note,
        Optional<Dashboard> dashboard, Kind kind, Optional<Instant> publishedAt, long used) {
    public Template {
        tags = List.copyOf(tags);
        saidNeeds = List.copyOf(saidNeeds);
    }

    /** Where a template comes from, and who sees it. */
    public sealed interface Kind {
        /** The application brings it. */
        record Shipped() implements Kind {}

        /**
         * Somebody made it.
         *
         * @param reach who sees it
         * @param pipeline what it was made of; empty where it was brought as a file
         */
        record Made(String owner, Reach reach, Optional<PipelineId> pipeline) implements Kind {}
    }

    public String title() {
        return pipeline.name();
    }

    public String description() {
        return pipeline.description();
    }

    public boolean isShipped() {
        return kind instanceof Kind.Shipped;
    }

    /** Whose it is; empty for a shipped one. */
    public String owner() {
        return kind instanceof Kind.Made made ? made.owner() : "";
    }

    /** Who sees it. */
    public Reach reach() {
        return switch (kind) {
            case Kind.Shipped shipped -> Reach.EVERYBODY;
            case Kind.Made made -> made.reach();
        };
    }

    /** "ada", or "ada, brought by bob"; "Millrace" for a shipped one of nobody. */
    public String authorInWords() {
        String here = author.isEmpty() ? "Millrace" : author;
        return madeBy.isEmpty() || madeBy.equals(author) ? here : madeBy + ", brought by " + here;
    }

    Template withUsed(long times) {
        return new Template(id, version, pipeline, tags, saidNeeds, author, madeBy, note, dashboard, kind, publishedAt, times);
    }
}
