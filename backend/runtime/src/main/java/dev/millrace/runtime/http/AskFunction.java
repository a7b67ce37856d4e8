package dev.millrace.runtime.http;

import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.json.JsonDecoder;
import dev.millrace.runtime.lookup.Asked;
import dev.millrace.runtime.lookup.LookupAnswers;
import dev.millrace.runtime.outside.OutsideFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Asks a service for each row, several at once. What it emits has the columns of the row, those of the answer, and the reason of
 * a failure, which is NULL where there was none.
 */
public final class AskFunction extends RichAsyncFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final int NOT_FOUND = 404;

    private final AskSettings settings;
    private transient RowData.FieldGetter[] fields;
    private transient HttpCaller caller;
    private transient Breaker breaker;
    private transient LookupAnswers answers;
    private transient ExecutorService threads;

    AskFunction(AskSettings settings) {
        this.settings = settings;
    }

    /**
     * @param out type of the rows that go on: the columns that came and those of the answer
     * @param failed type of failed rows: the columns that came and the reason
     */
    public static Asked.Parted ask(DataStream<RowData> rows, AskSettings settings, RowType out, RowType failed) {
        var function = new AskFunction(settings);
        return Asked.ask(rows, function, function.patience(), settings.atOnce(), settings.in(), settings.added().getFields(), out, failed);
    }

    private HttpCaller caller() {
        return new HttpCaller(settings.address(), settings.timeout(), settings.tries(), FIRST_WAIT);
    }

    /** After this long a row counts as failed, whatever hangs. */
    Duration patience() {
        return caller().patience().plusSeconds(5);
    }

    @Override
    public void open(OpenContext context) {
        fields = Asked.getters(settings.in(), settings.in().getFieldCount());
        caller = caller();
        breaker = new Breaker(settings.breakAfter(), settings.breakFor(), System::nanoTime);
        answers = new LookupAnswers(settings.cacheRows(), settings.cacheFor().toNanos(), true, System::nanoTime);
        String name = getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks();
        threads = Executors.newFixedThreadPool(settings.atOnce(), work -> {
            Thread thread = new Thread(work, "requests for " + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void asyncInvoke(RowData row, ResultFuture<RowData> result) {
        String path;
        try {
            path = path(row);
        } catch (IllegalArgumentException e) {
            fail(row, "Not asked: " + e.getMessage(), e, result);
            return;
        }
        if (path == null) {
            result.complete(List.of(wide(row, null)));
            return;
        }
        List<GenericRowData> known = answers.find(List.of(path));
        if (known != null) {
            result.complete(List.of(wide(row, known.isEmpty() ? null : known.get(0))));
            return;
        }
        threads.execute(() -> {
            try {
                List<GenericRowData> answer = ask(path);
                answers.keep(List.of(path), answer);
                result.complete(List.of(wide(row, answer.isEmpty() ? null : answer.get(0))));
            } catch (InterruptedException e) {
                // The job ends; the row is in its state, and is asked for again when it comes back.
                Thread.currentThread().interrupt();
            } catch (BadRecord e) {
                fail(row, settings.address() + ": the answer does not fit. " + e.getMessage(), e, result);
            } catch (HttpCaller.Refused | IOException e) {
                fail(row, e.getMessage(), e, result);
            } catch (RuntimeException e) {
                fail(row, settings.address() + ": " + e, e, result);
            }
        });
    }

    /** Null where a column of it is NULL. */
    private String path(RowData row) {
        StringBuilder path = new StringBuilder();
        for (AskSettings.Piece piece : settings.path()) {
            if (piece.column() < 0) {
                path.append(piece.text());
                continue;
            }
            Object value = fields[piece.column()].getFieldOrNull(row);
            if (value == null) {
                return null;
            }
            String text = value.toString();
            if (!text.isEmpty() && text.chars().allMatch(c -> c == '.')) {
                throw new IllegalArgumentException("'" + text + "' would lead to another place");
            }
            path.append(encoded(text));
        }
        return path.toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** One row, or none where the service knows nothing. */
    private List<GenericRowData> ask(String path) throws IOException, HttpCaller.Refused, BadRecord, InterruptedException {
        if (!breaker.allows()) {
            throw new IOException(settings.address() + ": not asked, since it failed " + settings.breakAfter() + " times one after another");
        }
        boolean answered = false;
        try {
            HttpRequest request = settings.address().request(path).setHeader("Accept", "application/json").GET().build();
            byte[] body = caller.call(request);
            answered = true;
            return List.of(new JsonDecoder(settings.added()).decode(body));
        } catch (HttpCaller.Refused e) {
            // It is there, and said what it thinks of this one.
            answered = true;
            if (e.status() == NOT_FOUND && settings.missingIsEmpty()) {
                return List.of();
            }
            throw e;
        } finally {
            if (answered) {
                breaker.succeeded();
            } else {
                breaker.failed();
            }
        }
    }

    @Override
    public void timeout(RowData row, ResultFuture<RowData> result) {
        fail(row, settings.address() + ": no answer within " + patience().toSeconds() + " s", null, result);
    }

    private void fail(RowData row, String reason, Throwable cause, ResultFuture<RowData> result) {
        if (settings.stops()) {
            result.completeExceptionally(new OutsideFailure(reason, cause));
            return;
        }
        GenericRowData failed = wide(row, null);
        failed.setField(failed.getArity() - 1, StringData.fromString(reason));
        result.complete(List.of(failed));
    }

    private GenericRowData wide(RowData row, GenericRowData answer) {
        int added = settings.added().getFieldCount();
        GenericRowData wide = new GenericRowData(row.getRowKind(), fields.length + added + 1);
        for (int i = 0; i < fields.length; i++) {
            wide.setField(i, fields[i].getFieldOrNull(row));
        }
        for (int i = 0; answer != null && i < added; i++) {
            wide.setField(fields.length + i, answer.getField(i));
        }
        return wide;
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
