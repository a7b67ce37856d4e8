package dev.millrace.flink.kinds;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Does with a script what Flink's SQL client does: sets the options, runs the statements one after the other, and leaves the job running. */
final class SqlClient implements AutoCloseable {
    private static final Pattern SET = Pattern.compile("SET '([^']+)' = '([^']+)'");

    private final TableResult job;

    private SqlClient(TableResult job) {
        this.job = job;
    }

    static SqlClient run(String script, URI flink) {
        var tables = StreamTableEnvironment.create(StreamExecutionEnvironment.createRemoteEnvironment(flink.getHost(), flink.getPort()));
        TableResult last = null;
        for (String statement : script.replaceAll("(?m)(^|\\s)-- .*$", "").split(";\\s*\\n(?!INSERT|END)")) {
            Matcher set = SET.matcher(statement.strip());
            if (set.matches()) {
                tables.getConfig().set(set.group(1), set.group(2));
            } else if (!statement.isBlank()) {
                last = tables.executeSql(statement.strip().replaceAll(";$", ""));
            }
        }
        return new SqlClient(last);
    }

    @Override
    public void close() throws Exception {
        job.getJobClient().orElseThrow().cancel().get();
    }
}
