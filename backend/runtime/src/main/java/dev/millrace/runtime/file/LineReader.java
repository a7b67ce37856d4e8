package dev.millrace.runtime.file;

import dev.millrace.runtime.csv.CsvDecoder;
import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RecordFormat;
import dev.millrace.runtime.source.RowDecoder;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;
import org.apache.flink.table.data.RowData;

/**
 * One file, record by record. A record is a line; in CSV it goes on in the next one while a quote is open, up to a bound, so that
 * a stray quote costs no more than so much. Empty lines are no records.
 */
final class LineReader implements BulkFormat.Reader<RowData> {
    private static final int BATCH = 500;
    private static final int LONGEST_RECORD = 1 << 20;

    private final String file;
    private final InputStream in;
    private final boolean csv;
    /** Records that are handed out at most. */
    private final long most;
    private RowDecoder decoder;
    /** Lines read so far. */
    private long line;
    /** Number of the line in which the record at hand begins, from 0. */
    private long begins;
    /** Records handed out so far, those before a restart included. */
    private long records;

    LineReader(ReadSettings settings, boolean header, String file, InputStream in, long skip, long most) throws IOException {
        this.file = file;
        this.in = new BufferedInputStream(in, 1 << 16);
        this.csv = settings.format().kind() == RecordFormat.Kind.CSV;
        this.most = most == 0 ? Long.MAX_VALUE : most;
        this.decoder = new RowDecoder(settings);
        if (csv && header) {
            readHeader(settings);
        }
        while (records < skip && next() != null) {
            records++;
        }
    }

    /** Where the header cannot be read, the file is taken as if its fields came in the declared order. */
    private void readHeader(ReadSettings settings) throws IOException {
        byte[] names = line();
        if (names == null) {
            return;
        }
        try {
            char separator = settings.format().separator();
            decoder = new RowDecoder(new ReadSettings(settings.columns(), settings.eventTime(), settings.delay(), settings.idleness(),
                    RecordFormat.csv(CsvDecoder.header(names, separator), separator), settings.parts()));
        } catch (BadRecord e) {
            decoder = new RowDecoder(settings);
        }
    }

    @Override
    public BulkFormat.RecordIterator<RowData> readBatch() throws IOException {
        List<RowData> batch = new ArrayList<>();
        while (batch.size() < Math.min(BATCH, most - records)) {
            byte[] record = next();
            if (record == null) {
                break;
            }
            batch.add(decoder.decode(file, 0, begins, record));
        }
        if (batch.isEmpty()) {
            return null;
        }
        long before = records;
        records += batch.size();
        return new IteratorResultIterator<>(batch.iterator(), CheckpointedPosition.NO_OFFSET, before);
    }

    /** The next record; null at the end. */
    private byte[] next() throws IOException {
        byte[] first = line();
        while (first != null && isBlank(first)) {
            first = line();
        }
        begins = line - 1;
        if (first == null || !csv || !isOpen(first)) {
            return first;
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(first);
        boolean open = true;
        while (open && record.size() < LONGEST_RECORD) {
            byte[] more = line();
            if (more == null) {
                break;
            }
            record.write('\n');
            record.write(more);
            open ^= isOpen(more);
        }
        return record.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static boolean isOpen(byte[] line) {
        boolean open = false;
        for (byte b : line) {
            open ^= b == '"';
        }
        return open;
    }

    /** Up to a line feed, without it; a line without end is cut where it gets too long. */
    private byte[] line() throws IOException {
        int b = in.read();
        if (b < 0) {
            return null;
        }
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        while (b >= 0 && b != '\n' && bytes.size() < LONGEST_RECORD) {
            bytes.write(b);
            b = in.read();
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
