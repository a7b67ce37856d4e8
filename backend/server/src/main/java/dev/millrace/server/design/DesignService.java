package dev.millrace.server.design;

import dev.millrace.compile.Compilation;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stored pipelines and their revisions. Every accepted change is one immutable revision; concurrent edits, also from several
 * instances of the application, are put one after the other and merge. Safe for many threads.
 */
public interface DesignService {

    /** All pipelines, last changed first. */
    List<PipelineSummary> list();

    /** Stores a new pipeline under this name, owned by the author. */
    Design create(String name, Pipeline pipeline, Author author);

    /**
     * Stores a copy of a pipeline as a new one, owned by the author.
     *
     * @param revision empty for the newest
     * @param name of the copy; empty: that of the pipeline with "(copy)"
     * @throws UnknownPipeline
     */
    default Design copy(PipelineId id, Optional<Long> revision, Optional<String> name, Author author) {
        Pipeline of = revision.map(r -> open(id, r)).orElseGet(() -> open(id)).pipeline();
        return create(name.filter(n -> !n.isBlank()).orElseGet(() -> of.name() + " (copy)"), of, author);
    }

    /** The newest revision. @throws UnknownPipeline */
    Design open(PipelineId id);

    /** A certain revision. @throws UnknownPipeline */
    Design open(PipelineId id, long revision);

    /**
     * Makes an edit on the newest revision, whatever the editor had seen.
     *
     * @param seen newest revision the editor had on the screen, so that overwriting something unseen is noted
     * @throws dev.millrace.pipeline.EditRefused where the edit no longer makes sense
     */
    Edited edit(PipelineId id, PipelineEdit edit, long seen, Author author);

    /** Puts a whole pipeline in place of {@code expected}. @throws StaleRevision where that is no longer the newest */
    Design replace(PipelineId id, long expected, Pipeline pipeline, Author author);

    /** Takes a pipeline out of the list. Its revisions stay in the database as long as deployments refer to them. */
    void delete(PipelineId id, Author author);

    /** Newest first, each with its name where it has one. */
    List<Revision> revisions(PipelineId id);

    /** Names of those revisions that have one, by number. */
    Map<Long, String> names(PipelineId id);

    /** Gives a revision a name and a reason, in place of those that it had. The revision itself stays as it is. @throws UnknownPipeline */
    void name(PipelineId id, long revision, RevisionName name, Author author);

    /** Takes the name of a revision away; nothing where it has none. @throws UnknownPipeline */
    void unname(PipelineId id, long revision);

    /**
     * Makes a new revision that is as an earlier one was. What others change while this happens stays.
     *
     * @param seen newest revision the author had on the screen
     * @throws UnknownPipeline
     */
    default Edited restore(PipelineId id, long revision, long seen, Author author) {
        return edit(id, restoring(open(id), open(id, revision)), seen, author);
    }

    /** The edit that goes from one revision back to another. */
    static PipelineEdit.Restore restoring(Design from, Design to) {
        return new PipelineEdit.Restore(new PipelineEdit.State(from.revision(), from.pipeline()), new PipelineEdit.State(to.revision(), to.pipeline()));
    }

    String exportYaml(PipelineId id);

    /** Stores a document, YAML or JSON, as a new pipeline. @throws dev.millrace.document.DocumentRefused */
    Design importYaml(String document, Author author);

    /** Compiles without storing. */
    Compilation validate(Pipeline pipeline);

    /** Changes of one pipeline from now on, by whichever instance; called on a thread of the service's, one at a time. */
    Subscription listen(PipelineId id, Consumer<Change> listener);
}
