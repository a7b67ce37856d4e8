package dev.millrace.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * A viewer whose connection stays open while it takes nothing in, such as a computer that sleeps, beside one who does. What the server sends it after that is what the network has
 * kept and the newest, and not all that has changed meanwhile.
 */
@InBrowser
class SlowViewerIT {
    private static final int PIPELINES = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** More than the network keeps of one connection: Linux gives the server's side 4 MB at most. */
    private static final long MUCH = 9_000_000;
    private static final long KEPT = 6_500_000;
    private static final String BUFFER = "jdk.httpclient.receiveBufferSize";
    private static final String DRAWN = """
            millrace: 1
            name: NAME
            nodes:
              flights: {kind: source.demo, settings: {rowsPerSecond: 1}}
              keep: {kind: operator.filter, settings: {condition: delay > 60}}
              drop: {kind: sink.discard}
            edges: [{from: flights.out, to: keep.in}, {from: keep.out, to: drop.in}]
            """;

    private final List<String> made = new ArrayList<>();

    @Test
    void whatAViewerDoesNotTakeInIsNotKept(RunningApplication application) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4, Thread.ofPlatform().daemon().factory());
        ExecutorService answers = Executors.newFixedThreadPool(4, Thread.ofPlatform().daemon().factory());
        System.setProperty(BUFFER, "65536");
        try (var quick = new Viewer(application.address(), threads, answers); var slow = new Viewer(application.address(), threads, answers)) {
            for (int i = 0; i < PIPELINES; i++) {
                make(application, "Shown to slow viewers, number " + i);
            }
            quick.open(RunningApplication.USER, RunningApplication.PASSWORD, "");
            slow.open(RunningApplication.USER, RunningApplication.PASSWORD, "");
            slow.stopReading();
            long before = quick.bytes();
            long taken = slow.bytes();
            for (int i = 0; quick.bytes() - before < MUCH; i++) {
                change(application, quick, made.get(i % PIPELINES));
            }
            quick.lookFor("The newest of all");
            slow.lookFor("The newest of all");
            change(application, quick, make(application, "The newest of all"));
            await().atMost(PATIENCE).until(quick::hasSeen);
            assertThat(slow.hasSeen()).isFalse();
            slow.readOn();
            await().atMost(PATIENCE).until(slow::hasSeen);
            assertThat(slow.failure()).isEmpty();
            assertThat(slow.bytes() - taken).as("bytes, of " + (quick.bytes() - before)).isLessThan(KEPT);
            // From here on it sees what the other one sees.
            quick.lookFor("One more");
            slow.lookFor("One more");
            change(application, quick, make(application, "One more"));
            await().atMost(PATIENCE).until(() -> quick.hasSeen() && slow.hasSeen());
        } finally {
            System.clearProperty(BUFFER);
            made.forEach(id -> application.call("DELETE", "/pipelines/" + id, ""));
            threads.shutdownNow();
            answers.shutdownNow();
        }
    }

    private String make(RunningApplication application, String name) {
        made.add(application.json("POST", "/pipelines", DRAWN.replace("NAME", name), "Content-Type", "application/yaml").path("id").asString());
        return made.getLast();
    }

    /** The page is drawn anew for each step of a deployment. */
    private static void change(RunningApplication application, Viewer viewer, String pipeline) {
        long before = viewer.messages();
        String id = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString();
        application.call("POST", "/deployments/" + id + "/cancel", "");
        await().atMost(PATIENCE).until(() -> application.json("GET", "/deployments/" + id, "").path("state").asString().equals("CANCELLED"));
        await().atMost(PATIENCE).until(() -> viewer.messages() > before);
    }
}
