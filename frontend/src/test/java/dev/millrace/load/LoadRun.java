package dev.millrace.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import dev.millrace.flink.simulated.SimulatedFlink;
import dev.millrace.whole.Cases;
import dev.millrace.whole.Deployments;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Two hundred deployments and a hundred people who look at them: what that costs the server and a browser, and whether it stays what it is. The application is
 * the built one with its own PostgreSQL and Kafka; only the jobs are simulated. See docs/load.md.
 */
@InBrowser
class LoadRun {
    private static final int DEPLOYMENTS = Integer.getInteger("millrace.load.deployments", 200);
    private static final int VIEWERS = Integer.getInteger("millrace.load.viewers", 100);
    private static final int MINUTES = Integer.getInteger("millrace.load.minutes", 30);
    /** The first pages and jobs are loaded after so long. */
    private static final Duration WARM = Duration.ofSeconds(Integer.getInteger("millrace.load.warm", 90));
    /** In so many minutes more compilers are done with most of what looking after jobs takes; the last of them counts. */
    private static final int ALONE = Integer.getInteger("millrace.load.alone", 4);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** All of them at one moment are no part of what is measured. */
    private static final int AT_ONCE = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Looking after fifty jobs, as a share of a core. */
    private static final double MOST_FOR_FIFTY = 0.02;
    private static final long MOST_MILLIS_FOR_NINETY_DAYS = 1_000;
    /** What may be more at the end than at the begin, since no two minutes are the same. */
    private static final double FLAT = 1.15;
    private static final double MEGABYTE = 1_000_000;

    private final Figures figures = new Figures();

    @Test
    void costsNextToNothingAndStaysSo(Browser browser) throws Exception {
        try (var flink = SimulatedFlink.start();
                var application = RunningApplication.startToMeasure(Map.of("millrace.flink.rest-url", flink.address().toString()))) {
            List<String> ids = deploy(application, flink);
            pause(WARM);
            Minute alone = null;
            double fifty = 0;
            for (int i = 1; i <= ALONE; i++) {
                alone = minute(application, List.of(), null, flink);
                fifty = alone.processor().of("jobs") / alone.seconds() * 50 / DEPLOYMENTS;
                figures.line("without viewers, minute " + i, "for 50 jobs %.1f %% of a core; ".formatted(100 * fifty) + alone.inWords());
            }
            double heapAlone = heap(application);
            figures.limit("collecting and reconciling 50 jobs, share of a core", fifty, MOST_FOR_FIFTY);

            ExecutorService threads = Executors.newFixedThreadPool(8, Thread.ofPlatform().name("viewer-", 0).daemon().factory());
            ExecutorService answers = Executors.newFixedThreadPool(8, Thread.ofPlatform().name("viewer-answers-", 0).daemon().factory());
            ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
            var viewers = new ArrayList<Viewer>();
            try {
                for (int i = 0; i < VIEWERS; i++) {
                    // Two of three look at all deployments, the others at one each.
                    String path = i % 3 < 2 ? "deployments" : "deployments/" + ids.get(i % ids.size());
                    viewers.add(new Viewer(application.address(), threads, answers).open(RunningApplication.USER, RunningApplication.PASSWORD, path));
                }
                heart.scheduleAtFixedRate(() -> viewers.forEach(Viewer::beat), 60, 60, TimeUnit.SECONDS);
                await().atMost(Duration.ofMinutes(2)).until(() -> viewers.stream().allMatch(v -> v.messages() > 0));
                watch(browser, application, flink, viewers, heapAlone);
            } finally {
                heart.shutdownNow();
                viewers.forEach(Viewer::close);
                threads.shutdownNow();
                answers.shutdownNow();
            }
            var history = new NinetyDays(application, ids.getLast());
            history.fill();
            figures.limit("90 days of history, milliseconds from the click until all charts are drawn", history.openedWithin(browser), MOST_MILLIS_FOR_NINETY_DAYS);
        }
        assertThat(figures.exceeded()).as("limits that were exceeded").isEmpty();
    }

    private List<String> deploy(RunningApplication application, SimulatedFlink flink) {
        var cases = new Cases(application.kafka());
        cases.topic("load-in", 1);
        cases.topic("load-out", 1);
        var deployments = new Deployments(application);
        var ids = new ArrayList<String>();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            String pipeline = deployments.create("load.yaml", Map.of("NAME", "Load " + i));
            ids.add(application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString());
            if (ids.size() % AT_ONCE == 0) {
                await().atMost(PATIENCE).until(() -> flink.jobs() == ids.size());
            }
        }
        await().atMost(PATIENCE).until(() -> flink.jobs() == DEPLOYMENTS);
        // Some are in trouble from the begin, as they are meant to be.
        await().atMost(PATIENCE).until(() -> application.json("GET", "/deployments", "").valueStream().noneMatch(d -> d.path("state").asString().equals("STARTING")));
        return ids;
    }

    private void watch(Browser browser, RunningApplication application, SimulatedFlink flink, List<Viewer> viewers, double heapAlone) throws IOException {
        browser.at(application).signIn();
        browser.open("/deployments");
        browser.page().waitForSelector("vaadin-grid a");
        pause(WARM);
        var tab = new Tab(browser.page());
        var minutes = new ArrayList<Minute>();
        for (int i = 0; i < MINUTES; i++) {
            minutes.add(minute(application, viewers, tab, flink));
            figures.line("minute " + (i + 1), minutes.getLast().inWords());
            assertThat(minutes.getLast().pushes()).as("pushes to a viewer in a second").isGreaterThan(0.2);
            assertThat(viewers.stream().map(Viewer::failure).filter(f -> !f.isEmpty())).as("viewers who see nothing any more").isEmpty();
        }
        figures.line("heap for each viewer, MB", "%.2f".formatted((minutes.getFirst().heap() - heapAlone) / MEGABYTE / Math.max(1, viewers.size())));
        flat("server's processor", minutes, Minute::share, 0.02);
        flat("server's heap, MB", minutes, m -> m.heap() / MEGABYTE, 5);
        flat("browser's processor", minutes, m -> m.tab() / m.seconds(), 0.01);
        flat("browser's heap, MB", minutes, m -> m.tabHeap() / MEGABYTE, 2);
    }

    /** @param slack what is no more than chance, whatever share that is */
    private void flat(String what, List<Minute> minutes, ToDoubleFunction<Minute> figure, double slack) {
        int third = minutes.size() / 3;
        if (third > 0) {
            double first = minutes.subList(0, third).stream().mapToDouble(figure).average().orElseThrow();
            double last = minutes.subList(minutes.size() - third, minutes.size()).stream().mapToDouble(figure).average().orElseThrow();
            figures.line(what + ", first third of the time", "%.3f".formatted(first));
            figures.limit(what + ", last third of the time", last, first * FLAT + slack);
        }
    }

    /** @param heap bytes after a collection @param tab seconds of processor that a browser's tab used @param requests that Flink was asked */
    private record Minute(double seconds, Processor processor, double postgres, double heap, double perViewer, double pushes, double tab, double tabHeap, double requests) {
        double share() {
            return processor.seconds() / seconds;
        }

        String inWords() {
            var words = new StringBuilder("server %.1f %% of a core (".formatted(100 * share()));
            processor.byWork().forEach((work, used) -> words.append("%s %.1f, ".formatted(work, 100 * used / seconds)));
            return words.append("PostgreSQL beside it %.1f), heap %.1f MB, each viewer %.2f kB and %.2f pushes a second, tab %.1f %% of a core and %.1f MB, %.0f questions to Flink a second"
                    .formatted(100 * postgres / seconds, heap / MEGABYTE, perViewer / 1_000, pushes, 100 * tab / seconds, tabHeap / MEGABYTE, requests)).toString();
        }
    }

    private static Minute minute(RunningApplication application, List<Viewer> viewers, Tab tab, SimulatedFlink flink) throws IOException {
        long began = System.nanoTime();
        Processor before = Processor.of(application.pid());
        double postgres = Processor.ofPostgres(application.home().resolve("postgres"));
        double tabBefore = tab == null ? 0 : tab.processor();
        long bytes = viewers.stream().mapToLong(Viewer::bytes).sum();
        long messages = viewers.stream().mapToLong(Viewer::messages).sum();
        long asked = flink.requests();
        pause(MINUTE);
        double seconds = (System.nanoTime() - began) / 1e9;
        Processor used = Processor.of(application.pid()).since(before);
        int heads = Math.max(1, viewers.size());
        return new Minute(seconds, used, Processor.ofPostgres(application.home().resolve("postgres")) - postgres, heap(application), (viewers.stream().mapToLong(Viewer::bytes).sum() - bytes) / seconds / heads,
                (viewers.stream().mapToLong(Viewer::messages).sum() - messages) / seconds / heads, tab == null ? 0 : tab.processor() - tabBefore, tab == null ? 0 : tab.heap(),
                (flink.requests() - asked) / seconds);
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static double heap(RunningApplication application) throws IOException {
        jcmd(application, "GC.run");
        jcmd(application, "GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd(application, "GC.heap_info"));
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1)) * 1_024.0;
    }

    private static String jcmd(RunningApplication application, String command) throws IOException {
        Process asked = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(application.pid()), command).redirectErrorStream(true).start();
        try (var answer = new BufferedReader(new InputStreamReader(asked.getInputStream()))) {
            return String.join("\n", answer.lines().toList());
        }
    }
}
