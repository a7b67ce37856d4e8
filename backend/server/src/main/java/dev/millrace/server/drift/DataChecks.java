package dev.millrace.server.drift;

import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostics;

/**
 * Compares a drawing with what is in its topics now: what the compiler cannot know, as it looks at the drawing alone. Nothing it finds
 * keeps a pipeline from being deployed.
 */
public interface DataChecks {
    /**
     * Warnings and notes at the nodes that read and write topics; none where Kafka is away. Looks at each topic now and then only, however
     * often it is asked. Blocks for some seconds at most, so never call it where people wait; interrupting the thread ends it.
     */
    Diagnostics findings(Compilation compilation);
}
