package dev.millrace.server.design;

import dev.millrace.pipeline.Pipeline;

/** The text form of pipelines, as the core reads and writes it. */
public interface Documents {
    /** Canonical YAML. */
    String yaml(Pipeline pipeline);

    /** The same document as JSON. */
    String json(Pipeline pipeline);

    /** Reads YAML or JSON. @throws UnreadableDocument */
    Pipeline read(String document);
}
