package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The task manager is killed ten times while numbers come in, and another one started each time. */
class TaskManagerKilledFault {
    private static final int KILLS = Integer.getInteger("millrace.faults.kills", 10);
    private static final int RECORDS = 100_000;

    @Test
    void numbersComeOutOnce() throws Exception {
        var truth = new Truth("task manager killed");
        var servers = Servers.shared();
        try (var sequence = Sequence.deploy(servers.application, "workers")) {
            try (var feed = new Feed(servers.kafka.bootstrapServers(), "workers-in", RECORDS, 300); var jobs = new Jobs(servers.flink.address())) {
                int byHand = 0;
                for (int kill = 1; kill <= KILLS; kill++) {
                    sequence.awaitCheckpoints();
                    servers.flink.killTaskManager();
                    truth.isToldSoon("kill " + kill + ": until it says that it does not run", () -> sequence.told().startsWith("RUNNING") ? "runs" : "does not run",
                            "does not run");
                    servers.flink.startTaskManager();
                    truth.comesTrue("kill " + kill + ": from the start of the next one until it goes on or is given up", () -> goesOn(sequence, jobs), "so");
                    if (sequence.get().path("state").asString().equals("FAILED")) {
                        // More restarts in a row than are allowed: that is said, and somebody lets it go on.
                        assertThat(sequence.get().path("failure").path("wayOut").asString()).contains("restarted").contains("deploy again");
                        sequence.again("LATEST_STATE", "");
                        byHand++;
                    }
                }
                truth.note("given up after too many restarts in a row, and deployed again by hand", byHand + " of " + KILLS);
                feed.finish();
                new Judge(servers.kafka.bootstrapServers()).everyNumberOnce("task manager killed", "workers-in", "workers-out", RECORDS);
                truth.comesTrue("after the last kill, until it is called running again", sequence::told, "RUNNING");
                assertThat(jobs.most()).isEqualTo(1);
                truth.note("records, each once", RECORDS);
            }
        }
    }

    private static String goesOn(Sequence sequence, Jobs jobs) {
        String told = sequence.told();
        return told.startsWith("FAILED") || told.startsWith("RESTARTING") && jobs.alive() == 1 ? "so" : told;
    }
}
