package dev.millrace.server.sample;

import dev.millrace.schema.Schema;
import java.util.List;

/** Reads rows that people type or paste; what reads topics reads them, so that they are told what a topic's records would be told. */
public interface SampleTexts {
    /** Most problems that are told at once. */
    int MOST_PROBLEMS = 10;

    /**
     * @param text a JSON object on each line, a JSON list of objects, or CSV below a line of column names
     * @param columns of the source
     */
    Read read(String text, Schema columns);

    /**
     * @param rows those that fit, as JSON objects in the one way in which values are written
     * @param problems empty where all fit
     */
    record Read(List<String> rows, List<Problem> problems) {
        public Read {
            rows = List.copyOf(rows);
            problems = List.copyOf(problems);
        }
    }

    /** @param line from 1 */
    record Problem(int line, String message) {
        @Override public String toString() {
            return "Line " + line + ": " + message;
        }
    }
}
