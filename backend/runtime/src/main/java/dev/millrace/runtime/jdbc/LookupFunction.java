package dev.millrace.runtime.jdbc;

import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.lookup.Asked;
import dev.millrace.runtime.lookup.LookupAnswers;
import dev.millrace.runtime.outside.OutsideFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Asks a table for each row, several rows at once, each on a thread and a connection of its own.
 *
 * <pre>
 *   row ──▶ kept answer? ──yes──────────────▶ row + partners
 *                │ no         ┌─▶ answered ──▶
 *                └──▶ ask ────┤
 *                     ▲       ├─▶ may pass: wait, ask again
 *                     └───────┘ └▶ else, or too often: row + reason, or the job stops
 * </pre>
 *
 * What it emits has the columns of the row, those of the table, and three marks: whether the row has a partner, whether it is the last
 * that came of a row of the input, and the reason of a failure.
 */
public final class LookupFunction extends RichAsyncFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    private static final int MARKS = 3;
    /** A connection is made in this time, or not at all. */
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final LookupSettings settings;
    private transient RowData.FieldGetter[] fields;
    private transient JdbcValues keys;
    private transient LookupAnswers answers;
    private transient LookupConnections connections;
    private transient ExecutorService threads;

    LookupFunction(LookupSettings settings) {
        this.settings = settings;
    }

    /**
     * @param out type of the rows that go on: the columns of both, and where a condition is still to be seen, the first two marks
     * @param failed type of failed rows: the columns that came and the reason
     */
    public static Asked.Parted ask(DataStream<RowData> rows, LookupSettings settings, RowType out, RowType failed) {
        var function = new LookupFunction(settings);
        List<RowType.RowField> added = new ArrayList<>();
        settings.added().getFields().forEach(f -> added.add(new RowType.RowField(f.getName(), f.getType().copy(true))));
        added.add(new RowType.RowField(" has partner", new BooleanType()));
        added.add(new RowType.RowField(" is last", new BooleanType()));
        return Asked.ask(rows, function, function.patience(), settings.atOnce(), settings.in(), added, out, failed);
    }

    /** After this long a row counts as failed, whatever hangs. */
    public Duration patience() {
        Duration waits = Duration.ofMillis(IntStream.range(1, settings.tries()).mapToLong(LookupConnections::waitAfter).sum());
        return settings.timeout().plus(CONNECTING).plusSeconds(2).multipliedBy(settings.tries()).plus(waits);
    }

    @Override
    public void open(OpenContext context) {
        fields = Asked.getters(settings.in(), settings.in().getFieldCount());
        keys = new JdbcValues(settings.keyType());
        answers = new LookupAnswers(settings.cacheRows(), settings.cacheFor().toNanos(), settings.cacheMissing(), System::nanoTime);
        connections = new LookupConnections(settings);
        String name = getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks();
        threads = Executors.newFixedThreadPool(settings.atOnce(), work -> {
            Thread thread = new Thread(work, "lookup for " + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void asyncInvoke(RowData row, ResultFuture<RowData> result) {
        GenericRowData key = new GenericRowData(settings.key().length);
        for (int i = 0; i < settings.key().length; i++) {
            key.setField(i, fields[settings.key()[i]].getFieldOrNull(row));
        }
        List<Object> parameters = Arrays.asList(keys.of(key));
        if (parameters.contains(null)) {
            result.complete(joined(row, List.of()));
            return;
        }
        List<Object> kept = comparable(parameters);
        List<GenericRowData> known = answers.find(kept);
        if (known != null) {
            result.complete(joined(row, known));
            return;
        }
        threads.execute(() -> {
            try {
                List<GenericRowData> found = connections.ask(parameters);
                answers.keep(kept, found);
                result.complete(joined(row, found));
            } catch (BadRecord e) {
                fail(row, e.getMessage(), e, result);
            } catch (SQLException e) {
                fail(row, JdbcFaults.said(e), e, result);
            } catch (InterruptedException e) {
                // The job ends; the row is in its state, and is asked for again when it comes back.
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                fail(row, String.valueOf(e), e, result);
            }
        });
    }

    /** Bytes are equal by what is in them. */
    private static List<Object> comparable(List<Object> parameters) {
        List<Object> comparable = new ArrayList<>(parameters);
        comparable.replaceAll(p -> p instanceof byte[] bytes ? java.nio.ByteBuffer.wrap(bytes) : p);
        return comparable;
    }

    @Override
    public void timeout(RowData row, ResultFuture<RowData> result) {
        fail(row, "No answer within " + patience().toSeconds() + " s", null, result);
    }

    private void fail(RowData row, String reason, Throwable cause, ResultFuture<RowData> result) {
        String said = settings.shown() + ": " + reason;
        if (settings.stops()) {
            result.completeExceptionally(new OutsideFailure(said, cause));
        } else {
            GenericRowData failed = wide(row, null);
            failed.setField(failed.getArity() - 1, StringData.fromString(said));
            result.complete(List.of(failed));
        }
    }

    private Collection<RowData> joined(RowData row, List<GenericRowData> partners) {
        List<RowData> joined = new ArrayList<>(Math.max(1, partners.size()));
        for (int i = 0; i < partners.size(); i++) {
            GenericRowData one = wide(row, partners.get(i));
            one.setField(one.getArity() - 3, true);
            one.setField(one.getArity() - 2, i == partners.size() - 1);
            joined.add(one);
        }
        if (partners.isEmpty() && settings.outer()) {
            GenericRowData alone = wide(row, null);
            alone.setField(alone.getArity() - 3, false);
            alone.setField(alone.getArity() - 2, true);
            joined.add(alone);
        }
        return joined;
    }

    private GenericRowData wide(RowData row, GenericRowData partner) {
        int added = settings.added().getFieldCount();
        GenericRowData wide = new GenericRowData(row.getRowKind(), fields.length + added + MARKS);
        for (int i = 0; i < fields.length; i++) {
            wide.setField(i, fields[i].getFieldOrNull(row));
        }
        for (int i = 0; partner != null && i < added; i++) {
            wide.setField(fields.length + i, partner.getField(i));
        }
        return wide;
    }

    @Override
    public void close() throws Exception {
        if (threads != null) {
            threads.shutdownNow();
        }
        if (connections != null) {
            connections.close();
        }
    }
}
