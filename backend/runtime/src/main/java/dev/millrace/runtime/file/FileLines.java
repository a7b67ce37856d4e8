package dev.millrace.runtime.file;

import dev.millrace.runtime.source.KafkaRecords;
import dev.millrace.runtime.source.ReadSettings;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.table.data.RowData;

/**
 * Reads files of lines into envelopes; never fails on a line's content. A file is read as a whole by one reader, and after a
 * failure from its beginning without the records that were read before.
 *
 * @param header the first line of a CSV file names its fields
 * @param most records that are read of a file; 0: all
 */
public record FileLines(ReadSettings settings, boolean header, long most) implements BulkFormat<RowData, FileSourceSplit> {

    /** Whole files. */
    public FileLines(ReadSettings settings, boolean header) {
        this(settings, header, 0);
    }

    @Override
    public Reader<RowData> createReader(Configuration configuration, FileSourceSplit split) throws IOException {
        return restoreReader(configuration, split);
    }

    @Override
    public Reader<RowData> restoreReader(Configuration configuration, FileSourceSplit split) throws IOException {
        FileSystem files = split.path().getFileSystem();
        long before = split.getReaderPosition().map(position -> position.getRecordsAfterOffset()).orElse(0L);
        return new LineReader(settings, header, split.path().getName(), files.open(split.path()), before, most);
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return new KafkaRecords(settings).getProducedType();
    }
}
