package dev.millrace.faults;

import dev.millrace.whole.Cases;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** Topics of a running job are deleted: the one that it writes, which is made again, and then the one that it reads. What was in a deleted topic is gone. */
class TopicDeletedFault {
    private static final int RECORDS = 100_000;

    @Test
    void itIsSaidAtTheNode() throws Exception {
        var truth = new Truth("topic deleted");
        var servers = Servers.shared();
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers.kafka.bootstrapServers()))) {
            try (var written = Sequence.deploy(servers.application, "gone");
                    var feed = new Feed(servers.kafka.bootstrapServers(), "gone-in", RECORDS, 300)) {
                written.awaitCheckpoints();
                admin.deleteTopics(List.of("gone-out")).all().get();
                truth.isToldSoon("the topic written: until it says so", written::told, "out", "'gone-out'", "does not exist any more");
                new Cases(servers.kafka.bootstrapServers()).topic("gone-out", 1);
                written.awaitCheckpoints();
                truth.comesTrue("the topic written: from its creation until all is well, by itself", written::well, "all well");
            }
            try (var read = Sequence.deploy(servers.application, "away");
                    var feed = new Feed(servers.kafka.bootstrapServers(), "away-in", RECORDS, 1_000)) {
                feed.finish();
                // All that was in the topic before is out once.
                new Judge(servers.kafka.bootstrapServers()).everyNumberOnce("topic deleted", "away-in", "away-out", RECORDS);
                admin.deleteTopics(List.of("away-in")).all().get();
                truth.isToldSoon("the topic read: until it says so", read::told, "numbers", "'away-in'", "does not exist any more");
                truth.note("records, each once, before the topic was deleted", RECORDS);
            }
        }
    }
}
