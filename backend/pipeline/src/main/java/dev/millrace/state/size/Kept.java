package dev.millrace.state.size;

import java.time.Duration;
import java.util.Optional;

/**
 * One sort of entry that a node keeps.
 *
 * @param per what there is an entry for, in words that follow "for each": "key", "row of the left"
 * @param isRow whether each row that comes in makes one; otherwise each key that is new does
 * @param bytes that an entry takes in a checkpoint, by the types of its columns
 * @param length how long an entry is kept; empty: for ever
 * @param goes when an entry goes, in a sentence without a full stop; empty where it never does
 */
public record Kept(String per, boolean isRow, long bytes, Optional<Duration> length, String goes) {
    /** Whether what is kept becomes more for as long as new rows or new keys come. */
    public boolean growsWithoutEnd() {
        return length.isEmpty() && goes.isEmpty();
    }
}
