package dev.millrace.server.sample;

import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.UUID;

/** How the rows of a source are chosen. */
public sealed interface Taking {
    /** Most rows of one source. */
    int MOST = 2_000;
    /** Rows where nothing else is said. */
    int USUAL = 200;

    /** The newest records of each topic; of what has no end to begin at, such as a table, the first rows. */
    record Newest(int most) implements Taking {
        public Newest {
            most = Math.clamp(most, 1, MOST);
        }
    }

    /** The first records of a span of time by the time of the records; {@code to} is exclusive. */
    record Span(Instant from, Instant to, int most) implements Taking {
        public Span {
            most = Math.clamp(most, 1, MOST);
            if (!from.isBefore(to)) {
                throw new SampleRefused("The span ends at " + to + ", which is not after its begin at " + from);
            }
        }
    }

    /** Rows as text: a JSON object on each line, a JSON list of objects, or CSV below a line of column names. */
    record Typed(String text) implements Taking {
        public Typed {
            if (text == null || text.isBlank()) {
                throw new SampleRefused("There are no rows in the text");
            }
        }
    }

    /** Rows made of the source's columns; equal numbers give equal rows. */
    record Generated(int rows, long seed) implements Taking {
        public Generated {
            rows = Math.clamp(rows, 1, MOST);
        }
    }

    /** Rows that were saved with the pipeline. */
    record Saved(PipelineId pipeline, UUID set) implements Taking {}
}
