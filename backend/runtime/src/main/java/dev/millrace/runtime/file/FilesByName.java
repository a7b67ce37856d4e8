package dev.millrace.runtime.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;

/**
 * Hands files out in the order of their names. Names mostly tell of time, and a file that were read before an older one would make all rows
 * of that one late.
 */
public final class FilesByName implements FileSplitAssigner {
    private final PriorityQueue<FileSourceSplit> left = new PriorityQueue<>(
            Comparator.comparing((FileSourceSplit split) -> split.path().getPath()).thenComparing(FileSourceSplit::splitId));

    public FilesByName(Collection<FileSourceSplit> splits) {
        left.addAll(splits);
    }

    @Override
    public Optional<FileSourceSplit> getNext(String hostname) {
        return Optional.ofNullable(left.poll());
    }

    @Override
    public void addSplits(Collection<FileSourceSplit> splits) {
        left.addAll(splits);
    }

    @Override
    public Collection<FileSourceSplit> remainingSplits() {
        return new ArrayList<>(left);
    }
}
