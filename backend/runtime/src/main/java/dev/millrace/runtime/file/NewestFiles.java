package dev.millrace.runtime.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.core.fs.Path;

/** The files of a folder that were changed last, so that a sample need not open all of them. */
public final class NewestFiles implements FileEnumerator {
    private final FileEnumerator all = new NonSplittingRecursiveEnumerator();
    private final int most;

    private NewestFiles(int most) {
        this.most = most;
    }

    public static FileEnumerator.Provider of(int most) {
        return () -> new NewestFiles(most);
    }

    @Override
    public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int desired) throws IOException {
        List<FileSourceSplit> found = new ArrayList<>(all.enumerateSplits(paths, desired));
        found.sort(Comparator.comparing(FileSourceSplit::fileModificationTime).reversed().thenComparing(s -> s.path().getName()));
        return List.copyOf(found.subList(0, Math.min(most, found.size())));
    }
}
