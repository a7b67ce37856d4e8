package dev.millrace.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The only Kafka broker is killed while numbers come in, stays away for twenty seconds, and is started again; twice. */
class BrokerKilledFault {
    private static final int RECORDS = 100_000;
    private static final Duration AWAY = Duration.ofSeconds(20);

    @Test
    void numbersComeOutOnce() throws Exception {
        var truth = new Truth("broker killed");
        var servers = Servers.shared();
        try (var sequence = Sequence.deploy(servers.application, "broker")) {
            try (var feed = new Feed(servers.kafka.bootstrapServers(), "broker-in", RECORDS, 300)) {
                for (int kill = 1; kill <= 2; kill++) {
                    sequence.awaitCheckpoints();
                    servers.kafka.kill();
                    truth.isToldSoon("kill " + kill + ": until it says that Kafka does not answer", sequence::told, "Kafka at", "does not answer");
                    // How long it is away is what is tried.
                    LockSupport.parkNanos(AWAY.toNanos());
                    servers.kafka.startAgain();
                    truth.comesTrue("kill " + kill + ": from the start of the broker until all is well, by itself", sequence::well, "all well");
                }
                feed.finish();
                new Judge(servers.kafka.bootstrapServers()).everyNumberOnce("broker killed", "broker-in", "broker-out", RECORDS);
                truth.note("restarts of the job", sequence.get().path("restarts").asInt());
                truth.note("records, each once", RECORDS);
            }
        }
    }
}
