package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.browser.RunningApplication;
import dev.millrace.whole.Cases;
import dev.millrace.whole.Deployments;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Test;

/** A pipeline is deployed and stopped a hundred times with everything inside the application: threads, files, topics and open transactions do not grow. */
class CyclesFault {
    private static final int CYCLES = Integer.getInteger("millrace.faults.cycles", 100);
    /** Classes are loaded, caches filled and compilers warm after so many. */
    private static final int WARM = Integer.getInteger("millrace.faults.warm", 10);
    private static final int PER_CYCLE = 1_000;

    /** @param heap bytes after a collection @param files temporary ones @param transactions those that are open, and all that Kafka remembers */
    private record Left(long heap, long threads, long files, long topics, long open, long transactions) {}

    @Test
    void nothingGrows() throws Exception {
        var truth = new Truth("deploy and stop, again and again");
        try (var application = RunningApplication.start(Map.of()); var admin = Admin.create(Map.of("bootstrap.servers", application.kafka()))) {
            var cases = new Cases(application.kafka());
            cases.topic("cycles-in", 1);
            String pipeline = new Deployments(application).create("sequence.yaml", Map.of("TOPIC", "cycles", "CONDITION", "n >= 0"));
            Left before = null;
            for (int cycle = 0; cycle < CYCLES + WARM; cycle++) {
                if (cycle == WARM) {
                    before = left(application, admin);
                    truth.note("after " + WARM + " cycles", before);
                }
                cycle(application, cases, pipeline, cycle);
            }
            Left after = left(application, admin);
            truth.note("after " + CYCLES + " more", after);
            new Judge(application.kafka()).everyNumberOnce("cycles", "cycles-in", "cycles-out", (CYCLES + WARM) * PER_CYCLE);
            truth.note("records, each once", (CYCLES + WARM) * PER_CYCLE);
            within("threads", before.threads(), after.threads());
            within("temporary files", before.files(), after.files());
            within("topics", before.topics(), after.topics());
            within("heap", before.heap(), after.heap());
            // What Kafka remembers of ended transactions is written down and not judged: docs/faults.md says why.
            assertThat(after.open()).as("open transactions").isZero();
        }
    }

    private static void cycle(RunningApplication application, Cases cases, String pipeline, int cycle) {
        cases.produce("cycles-in", LongStream.range((long) cycle * PER_CYCLE, (cycle + 1L) * PER_CYCLE).mapToObj(n -> "{\"n\":" + n + "}").toList());
        String id = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\",\"start\":\"LATEST_STATE\"}").path("id").asString();
        var deployments = new Deployments(application);
        deployments.awaitState(id, "RUNNING");
        application.json("POST", "/deployments/" + id + "/stop", "");
        deployments.awaitState(id, "STOPPED");
    }

    private static void within(String what, long before, long after) {
        assertThat(after).as(what + ": " + before + " before, " + after + " after").isLessThanOrEqualTo(before + Math.max(2, before / 10));
    }

    private static Left left(RunningApplication application, Admin admin) throws IOException, ExecutionException, InterruptedException {
        jcmd(application, "GC.run");
        jcmd(application, "GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd(application, "GC.heap_info"));
        assertThat(used.find()).isTrue();
        long threads = Pattern.compile("^\"", Pattern.MULTILINE).matcher(jcmd(application, "Thread.print")).results().count();
        var transactions = admin.listTransactions().all().get();
        var open = admin.listTransactions(new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING, TransactionState.PREPARE_COMMIT))).all().get();
        return new Left(Long.parseLong(used.group(1)) * 1024, threads, files(application), admin.listTopics().names().get().size(), open.size(), transactions.size());
    }

    /** What Flink keeps while it runs, and what the application has in the folder for temporary files. */
    private static long files(RunningApplication application) throws IOException {
        long count = 0;
        try (var kept = Files.walk(application.home().resolve("flink").resolve("tmp"))) {
            count += kept.count();
        }
        try (var temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            count += temporary.filter(file -> ownedBy(application, file)).count();
        }
        return count;
    }

    private static boolean ownedBy(RunningApplication application, Path file) {
        return file.getFileName().toString().contains(String.valueOf(application.pid()));
    }

    private static String jcmd(RunningApplication application, String command) throws IOException {
        Process asked = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(application.pid()), command)
                .redirectErrorStream(true).start();
        try (var answer = new BufferedReader(new InputStreamReader(asked.getInputStream()))) {
            return String.join("\n", answer.lines().toList());
        }
    }
}
