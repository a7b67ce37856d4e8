package dev.millrace.flink;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of Flink, beside the address of a remote one.
 *
 * @param port of the embedded Flink's REST API on loopback
 * @param slots copies of operators that the embedded Flink can run at once
 * @param stateDir folder or address for checkpoints and savepoints; a remote cluster must reach it too. Empty: under the home
 *     folder, or where a remote cluster's own configuration says
 * @param filesDir folder or address below which pipelines may read and write files; a remote cluster must reach it too. Empty:
 *     under the home folder, or with a remote cluster none
 * @param stateBackend hashmap, or rocksdb for state that does not fit in memory
 */
@ConfigurationProperties("millrace.flink")
record FlinkProperties(@DefaultValue("8081") int port, @DefaultValue("8") int slots, @DefaultValue("") String stateDir, @DefaultValue("") String filesDir,
        @DefaultValue("hashmap") String stateBackend) {}
