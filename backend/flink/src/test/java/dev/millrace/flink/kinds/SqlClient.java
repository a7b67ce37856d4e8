package dev.millrace.flink.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Does with a script what Flink's SQL client does: sets the options, runs the statements one after the other, and leaves the job running. */
final class SqlClient implements AutoCloseable {
    private static final Pattern SET = Pattern.compile("SET '([^']+)' = '([^']+)'");

    private final TableResult job;
    private final URI flink;

    private SqlClient(TableResult job, URI flink) {
        this.job = job;
        this.flink = flink;
    }

    static SqlClient run(String script, URI flink) {
        // Flink's client opens its session anew for this setting; a table environment takes it at its beginning only.
        boolean batch = script.contains("SET 'execution.runtime-mode' = 'batch'");
        var tables = StreamTableEnvironment.create(StreamExecutionEnvironment.createRemoteEnvironment(flink.getHost(), flink.getPort()),
                batch ? EnvironmentSettings.inBatchMode() : EnvironmentSettings.inStreamingMode());
        TableResult last = null;
        for (String statement : script.replaceAll("(?m)(^|\\s)-- .*$", "").split(";\\s*\\n(?!INSERT|END)")) {
            Matcher set = SET.matcher(statement.strip());
            if (set.matches() && set.group(1).equals("execution.runtime-mode")) {
                continue;
            }
            if (set.matches()) {
                tables.getConfig().set(set.group(1), set.group(2));
            } else if (!statement.isBlank()) {
                last = tables.executeSql(statement.strip().replaceAll(";$", ""));
            }
        }
        return new SqlClient(last, flink);
    }

    /** What Flink says of the job: its state, and why it failed or began again. */
    String said() {
        JobClient client = job.getJobClient().orElseThrow();
        try {
            var asked = HttpRequest.newBuilder(flink.resolve("/jobs/" + client.getJobID() + "/exceptions")).build();
            return client.getJobStatus().get() + " " + HttpClient.newHttpClient().send(asked, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | ExecutionException e) {
            return "Flink does not say: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() throws Exception {
        JobClient client = job.getJobClient().orElseThrow();
        // A script over sources that end may be at its end already, which Flink takes for an error.
        if (!client.getJobStatus().get().isGloballyTerminalState()) {
            try {
                client.cancel().get();
            } catch (ExecutionException e) {
                assertThat(client.getJobStatus().get().isGloballyTerminalState()).as("not cancelled: %s", e.getMessage()).isTrue();
            }
        }
    }
}
