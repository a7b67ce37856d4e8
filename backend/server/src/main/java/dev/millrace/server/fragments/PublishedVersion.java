package dev.millrace.server.fragments;

import dev.millrace.server.design.PipelineId;
import java.time.Instant;

/**
 * A version of a fragment, and where it came from.
 *
 * @param fragment the fragment's name
 * @param pipeline the pipeline that was published
 * @param revision the revision of it
 * @param note what changed, in the words of who published it; may be empty
 */
public record PublishedVersion(String fragment, int version, String title, PipelineId pipeline, long revision, String author, String note, Instant at) {}
