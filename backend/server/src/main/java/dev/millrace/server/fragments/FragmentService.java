package dev.millrace.server.fragments;

import dev.millrace.kind.fragment.Fragment;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import java.util.List;
import java.util.Optional;

/** Pipelines that others use as one node: publishing them, and who uses them. */
public interface FragmentService {
    int LONGEST_NOTE = 2_000;

    /**
     * Makes the newest revision of a pipeline the next version of its fragment. The first time, the fragment gets its name from the pipeline's;
     * the name stays. Who uses an older version goes on using that.
     *
     * @param revision what the author saw; refused where there is a newer one
     * @throws NotPublishable
     * @throws dev.millrace.server.design.StaleRevision
     * @throws dev.millrace.server.design.UnknownPipeline
     */
    PublishedVersion publish(PipelineId pipeline, long revision, String note, Author author);

    /** The newest version of each fragment, by title. */
    List<PublishedVersion> list();

    /** All versions, newest first; none where there is no such fragment. */
    List<PublishedVersion> versions(String fragment);

    /** The newest version of the fragment that a pipeline was published as. */
    Optional<PublishedVersion> of(PipelineId pipeline);

    /** The drawing of a version. */
    Optional<Fragment> find(String fragment, int version);

    /** What publishing the newest revision would change for those who use the fragment, in sentences; none where it was never published. */
    List<String> changes(PipelineId pipeline);

    /** Pipelines that use any version of it. */
    List<PipelineSummary> uses(String fragment);
}
