package dev.millrace.flink.benchmark;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** The measured jobs as a person would write them in Flink SQL, with Flink's own JSON, and with object reuse as ours have it. */
final class WrittenJobs {
    private static final String COUNTS = "window_start TIMESTAMP(3), window_end TIMESTAMP(3), window_time TIMESTAMP(3), auction BIGINT, n BIGINT";
    private static final String BIDS =
            "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3), extra STRING";

    private final String bootstrapServers;
    private final URI flink;

    WrittenJobs(String bootstrapServers, URI flink) {
        this.bootstrapServers = bootstrapServers;
        this.flink = flink;
    }

    void q0(String out) throws Exception {
        run(out, BIDS, "SELECT * FROM bids");
    }

    void count(String out) throws Exception {
        run(out, COUNTS, "SELECT window_start, window_end, window_time, auction, COUNT(*) FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(`dateTime`), "
                + "INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time, auction");
    }

    private void run(String out, String columns, String query) throws Exception {
        var c = new Configuration();
        c.set(PipelineOptions.OBJECT_REUSE, true);
        c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createRemoteEnvironment(flink.getHost(), flink.getPort(), c);
        env.setParallelism(1);
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        tables.executeSql("CREATE TABLE bids (" + BIDS + ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ("
                + kafka("bids") + ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',"
                + " 'properties.isolation.level' = 'read_committed', 'properties.group.id' = '" + out + "')");
        tables.executeSql("CREATE TABLE results (" + columns + ") WITH (" + kafka(out) + ")");
        tables.executeSql("INSERT INTO results " + query).await(10, TimeUnit.MINUTES);
    }

    private String kafka(String topic) {
        return "'connector' = 'kafka', 'topic' = '" + topic + "', 'properties.bootstrap.servers' = '" + bootstrapServers + "', 'format' = 'json'";
    }
}
