package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.browser.RunningApplication;
import dev.millrace.whole.Deployments;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The application is killed twenty times, at random moments of a deployment, an upgrade, a restart or a stop that somebody has just asked for, while numbers
 * come in. After each start there is one job or none, as the newest wish says, and nothing is left half done.
 */
class ApplicationKilledFault {
    private static final int KILLS = Integer.getInteger("millrace.faults.kills", 20);
    private static final int RECORDS = 100_000;
    /** An application that has just been started needs so long for its first deployment. */
    private static final int LATEST_MOMENT_MILLIS = 20_000;
    /** Given, so that a run can be repeated as far as chance allows. */
    private static final long SEED = Long.getLong("millrace.faults.seed", System.nanoTime());

    private final Truth truth = new Truth("application killed");
    private final Servers servers = Servers.shared();
    private final RunningApplication application = servers.application;
    private int changes;

    @Test
    void thereIsOneJobOrNoneAndEachNumberOnce() throws Exception {
        truth.note("seed", SEED);
        var random = new Random(SEED);
        try (var sequence = Sequence.deploy(application, "killed")) {
            try (var feed = new Feed(servers.kafka.bootstrapServers(), "killed-in", RECORDS, 100); var jobs = new Jobs(servers.flink.address())) {
                sequence.awaitCheckpoints();
                for (int kill = 1; kill <= KILLS; kill++) {
                    String asked = ask(sequence, random);
                    int moment = random.nextInt(LATEST_MOMENT_MILLIS);
                    LockSupport.parkNanos(moment * 1_000_000L);
                    application.kill();
                    application.startAgain();
                    truth.comesTrue("kill " + kill + ", " + moment + " ms after " + asked + ": from the start until all is as wanted", () -> settled(sequence, jobs), "settled");
                }
                if (sequence.newest().has("endedAt")) {
                    sequence.again("LATEST_STATE", "");
                }
                feed.finish();
                new Judge(servers.kafka.bootstrapServers()).everyNumberOnce("application killed", "killed-in", "killed-out", RECORDS);
                assertThat(jobs.most()).as("jobs at one moment").isEqualTo(1);
                truth.note("records, each once", RECORDS);
            }
        }
    }

    /** Asks for something without waiting for the answer, which may never come. @return what */
    private String ask(Sequence sequence, Random random) {
        JsonNode newest = sequence.newest();
        String id = newest.path("id").asString();
        if (newest.has("endedAt")) {
            later("/deployments", "{\"pipeline\":\"" + sequence.pipeline() + "\",\"start\":\"LATEST_STATE\"}");
            return "a deployment";
        }
        return switch (random.nextInt(4)) {
            case 0 -> {
                later("/deployments/" + id + "/stop", "");
                yield "a stop";
            }
            case 1 -> {
                later("/deployments/" + id + "/restart", "");
                yield "a restart";
            }
            default -> {
                // Each change lets all numbers pass, and is another revision.
                sequence.change(new Deployments(application).document("sequence.yaml", Map.of("TOPIC", "killed", "CONDITION", "n >= -" + ++changes)));
                later("/deployments", "{\"pipeline\":\"" + sequence.pipeline() + "\",\"upgrade\":true}");
                yield "an upgrade";
            }
        };
    }

    private void later(String path, String body) {
        Thread.ofVirtual().start(() -> {
            try {
                application.call("POST", path, body);
            } catch (UncheckedIOException killedMeanwhile) {
                // Whether the wish was noted is seen afterwards.
            }
        });
    }

    /** "settled" where at most one deployment is not over, and Flink has a job exactly where that one shall run. */
    private String settled(Sequence sequence, Jobs jobs) {
        List<JsonNode> open = sequence.all().stream().filter(d -> !d.has("endedAt")).toList();
        boolean runs = open.size() == 1 && open.getFirst().path("state").asString().equals("RUNNING") && open.getFirst().path("wanted").asString().equals("RUNNING")
                && jobs.alive() == 1;
        boolean over = open.isEmpty() && jobs.alive() == 0;
        return runs || over ? "settled" : jobs.alive() + " jobs, " + open;
    }
}
