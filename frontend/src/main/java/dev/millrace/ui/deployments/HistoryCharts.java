package dev.millrace.ui.deployments;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentEvent;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.Series;
import dev.millrace.server.metrics.Series.Unit;
import dev.millrace.server.metrics.Timeline;
import dev.millrace.ui.chart.TimeChart;
import dev.millrace.ui.shell.LocalTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a deployment did over time: charts over one span, which follows the clock until somebody looks at a time of its own. */
@StyleSheet("context://charts.css")
final class HistoryCharts extends Section {
    private static final String NOTHING = "Nothing was measured in this time.";
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofDays(730);
    /** A span is drawn anew when so much of it has gone by, but not more often than there is something new. */
    private static final int REDRAWS = 100;
    private static final Duration NEW_READING = Duration.ofSeconds(5);

    private record Look(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }

        Look moved(double share) {
            Duration by = Duration.ofMillis((long) (length().toMillis() * share));
            return new Look(from.plus(by), to.plus(by));
        }

        Look scaled(double factor) {
            long half = (long) (Math.clamp(length().toMillis() * factor, SHORTEST.toMillis(), LONGEST.toMillis()) / 2);
            Instant middle = from.plus(length().dividedBy(2));
            return new Look(middle.minusMillis(half), middle.plusMillis(half));
        }
    }

    private final transient Metrics metrics;
    private final Select<Duration> range = new Select<>();
    private final Div looking = new Div();
    private final Button back = button("Back to now", "Follow the clock again", this::live);
    private final List<HistoryChart> charts;
    private final transient Deque<Look> before = new ArrayDeque<>();
    private transient Optional<Look> look = Optional.empty();
    private transient Deployment deployment;
    private transient List<DeploymentEvent> events = List.of();
    private transient Instant drawn = Instant.EPOCH;

    HistoryCharts(Metrics metrics) {
        this.metrics = metrics;
        charts = List.of(
                chart("Throughput", "Rows per second over time", NOTHING, Unit.ROWS_PER_SECOND, shown(Series.ROWS_IN, "Rows in", "--mr-source"),
                        shown(Series.ROWS_OUT, "Rows out", "--mr-sink")),
                chart("Lag", "Records still to be read, over time", "No topic is read, or nothing was measured in this time.", Unit.ROWS, shown(Series.LAG, "Lag", "--mr-operator")),
                chart("Bad and late rows", "Rejected and late rows over time", NOTHING, Unit.ROWS, grown(Series.REJECTED, "Bad, refused or left out", "--mr-error"), grown(Series.LATE, "Late", "--mr-setup")),
                chart("End-to-end latency", "How long records are on their way from their topic to the sink where that takes longest, over time",
                        "No row came to a sink, it is a batch job, or it was deployed before this was measured.", Unit.MILLISECONDS,
                        shown(Series.LATENCY_MEDIAN, "Median", "--mr-accent"), shown(Series.LATENCY_WORST, "Worst", "--mr-setup")),
                chart("Watermark delay", "How far the slowest watermark is behind the clock, over time", "No time column is used, or nothing was measured in this time.", Unit.SECONDS,
                        shown(Series.WATERMARK_DELAY, "Behind", "--mr-operator")),
                chart("Busiest node", "Share of time that the busiest node works and that the most held back one waits, over time", NOTHING, Unit.SHARE,
                        shown(Series.BUSY, "Busy", "--mr-accent"), shown(Series.BACK_PRESSURED, "Waits for a slower node", "--mr-setup")),
                chart("State", "Size of the state and of checkpoints over time", "No checkpoint was taken in this time.", Unit.BYTES, shown(Series.STATE_BYTES, "State", "--mr-operator"),
                        shown(Series.CHECKPOINT_BYTES, "Written by the last checkpoint", "--mr-sink")),
                chart("Checkpoint duration", "How long the last checkpoint took, over time", "No checkpoint was taken in this time.", Unit.MILLISECONDS,
                        shown(Series.CHECKPOINT_MILLIS, "Took", "--mr-accent")),
                chart("Restarts and failed checkpoints", "Restarts and failed checkpoints over time", NOTHING, Unit.TIMES, grown(Series.RESTARTS, "Restarts", "--mr-error"),
                        grown(Series.FAILED_CHECKPOINTS, "Failed checkpoints", "--mr-setup")),
                chart("CPU of the cluster", "Share of their machine that the busiest TaskManager and the JobManager use, over time", NOTHING, Unit.SHARE,
                        shown(Series.TASK_MANAGER_CPU, "Busiest TaskManager", "--mr-accent"), shown(Series.JOB_MANAGER_CPU, "JobManager", "--mr-setup")),
                chart("Memory of the cluster", "Heap that the fullest TaskManager and the JobManager use, over time", NOTHING, Unit.BYTES,
                        shown(Series.TASK_MANAGER_HEAP, "Fullest TaskManager", "--mr-operator"), shown(Series.JOB_MANAGER_HEAP, "JobManager", "--mr-setup")));
        range.setLabel("Time span");
        range.setItems(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(90));
        range.setItemLabelGenerator(d -> "Last " + (d.toDays() > 1 ? d.toDays() + " days" : d.toHours() >= 24 ? "24 hours" : d.toHours() > 0
                ? (d.toHours() == 1 ? "hour" : d.toHours() + " hours") : d.toMinutes() + " minutes"));
        range.setValue(Duration.ofMinutes(5));
        range.addValueChangeListener(e -> live());
        looking.addClassName("looking-at");
        var steps = new Div(button("‹", "Earlier", () -> go(shownNow().moved(-0.5))), button("›", "Later", () -> go(shownNow().moved(0.5))),
                button("+", "Zoom in", () -> go(shownNow().scaled(0.5))), button("−", "Zoom out", () -> go(shownNow().scaled(2))), back);
        steps.addClassName("chart-steps");
        var head = new Div(new H2("Over time"), looking, steps, range);
        head.addClassNames("section-head", "charts-head");
        var all = new Div();
        all.addClassName("charts");
        charts.forEach(chart -> {
            chart.chart().onZoom((from, to) -> go(new Look(from, to)));
            chart.chart().onBack(this::stepBack);
            all.add(chart);
        });
        getElement().setAttribute("aria-label", "Over time");
        add(head, all);
    }

    private HistoryChart chart(String title, String description, String whenEmpty, Unit unit, HistoryChart.Shown... shown) {
        return new HistoryChart(title, description, whenEmpty, () -> deployment.pipelineName(), unit, shown);
    }

    private static HistoryChart.Shown shown(Series series, String name, String color) {
        return new HistoryChart.Shown(series, name, color, false);
    }

    private static HistoryChart.Shown grown(Series series, String name, String color) {
        return new HistoryChart.Shown(series, name, color, true);
    }

    private static Button button(String text, String tooltip, Runnable does) {
        var button = new Button(text, e -> does.run());
        button.setTooltipText(tooltip);
        button.setAriaLabel(tooltip);
        button.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        return button;
    }

    /** @param all oldest first */
    void show(Deployment now, List<DeploymentEvent> all) {
        boolean isNew = !all.equals(events) || deployment == null || !deployment.state().equals(now.state());
        deployment = now;
        events = List.copyOf(all);
        if (isNew) {
            draw();
        }
    }

    /** Draws anew where enough time has gone by to see something new. */
    void refresh() {
        Duration each = range.getValue().dividedBy(REDRAWS);
        if (look.isEmpty() && drawn.plus(each.compareTo(NEW_READING) > 0 ? each : NEW_READING).isBefore(Instant.now())) {
            draw();
        }
    }

    private Look shownNow() {
        return look.orElseGet(() -> {
            Instant to = deployment.endedAt().orElseGet(Instant::now);
            return new Look(to.minus(range.getValue()), to);
        });
    }

    private void go(Look there) {
        before.push(shownNow());
        look = Optional.of(there.length().compareTo(SHORTEST) < 0 ? there.scaled(SHORTEST.toMillis() / (double) Math.max(1, there.length().toMillis())) : there);
        draw();
    }

    private void stepBack() {
        if (!before.isEmpty()) {
            Look last = before.pop();
            look = before.isEmpty() ? Optional.empty() : Optional.of(last);
            draw();
        }
    }

    private void live() {
        before.clear();
        look = Optional.empty();
        draw();
    }

    private void draw() {
        if (deployment == null) {
            return;
        }
        drawn = Instant.now();
        Look now = shownNow();
        back.setVisible(look.isPresent());
        looking.removeAll();
        look.ifPresentOrElse(l -> looking.add(new LocalTime(l.from()), new Span(" to "), new LocalTime(l.to())), () -> looking.add(new Span("Drag over a chart to zoom in")));
        Timeline timeline = metrics.timeline(deployment.id(), now.from(), now.to().plusMillis(1));
        List<TimeChart.Mark> marks = events.stream().flatMap(e -> EventMarks.of(e).stream()).toList();
        charts.forEach(chart -> chart.show(timeline, marks));
    }
}
