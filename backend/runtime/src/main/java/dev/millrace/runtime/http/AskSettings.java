package dev.millrace.runtime.http;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;

/**
 * How a service is asked for rows.
 *
 * @param in columns of the rows that come
 * @param path pieces of what stands behind the address
 * @param added columns of the result that are fields of the answer; all may be NULL
 * @param missingIsEmpty 404 gives NULLs
 * @param cacheRows so many answers are kept; 0: none
 * @param breakAfter so many failures one after another, and the service is left alone for {@code breakFor}
 * @param stops the job where a row fails
 */
public record AskSettings(HttpAddress address, RowType in, List<Piece> path, RowType added, boolean missingIsEmpty, long cacheRows, Duration cacheFor,
        int atOnce, Duration timeout, int tries, int breakAfter, Duration breakFor, boolean stops) implements Serializable {
    /** @param text as it stands, where {@code column} is -1 */
    public record Piece(String text, int column) implements Serializable {}

    public AskSettings {
        path = List.copyOf(path);
    }
}
