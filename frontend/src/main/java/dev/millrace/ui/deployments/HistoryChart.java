package dev.millrace.ui.deployments;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import dev.millrace.server.metrics.Moment;
import dev.millrace.server.metrics.Series;
import dev.millrace.server.metrics.Timeline;
import dev.millrace.ui.chart.Csv;
import dev.millrace.ui.chart.TimeChart;
import dev.millrace.ui.shell.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** One chart of the history of a deployment, with a menu to save it. */
final class HistoryChart extends Div {
    /** @param grown whether to show how much a count grew in each step, and not how fast */
    record Shown(Series series, String name, String color, boolean grown) {}

    private final String title;
    private final List<Shown> shown;
    private final Series.Unit unit;
    private final TimeChart chart;
    private final H3 heading = new H3();
    private transient Timeline timeline;

    HistoryChart(String title, String description, String whenEmpty, Supplier<String> pipeline, Series.Unit unit, Shown... shown) {
        this.title = title;
        this.unit = unit;
        this.shown = List.of(shown);
        this.chart = new TimeChart(description).whenEmpty(whenEmpty);
        addClassName("chart");
        heading.addClassName("chart-title");
        heading.setText(title);
        var head = new Div(heading, menu(pipeline));
        head.addClassName("chart-head");
        add(head, chart);
    }

    private MenuBar menu(Supplier<String> pipeline) {
        var menu = new MenuBar();
        menu.addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_SMALL, MenuBarVariant.LUMO_ICON);
        MenuItem item = menu.addItem("⋯");
        item.setAriaLabel("Save " + title);
        item.getSubMenu().addItem("Picture (PNG)", e -> chart.savePicture(Csv.fileName(pipeline.get() + " " + title, ".png"), pipeline.get() + ": " + title));
        item.getSubMenu().addItem("Numbers (CSV)", e -> {
            if (timeline != null) {
                chart.saveText(Csv.fileName(pipeline.get() + " " + title, ".csv"), csv());
            }
        });
        return menu;
    }

    TimeChart chart() {
        return chart;
    }

    void show(Timeline now, List<TimeChart.Mark> marks) {
        timeline = now;
        boolean anyGrown = shown.stream().anyMatch(Shown::grown);
        heading.setText(anyGrown ? title + ", in each " + Words.duration(now.step()) : title);
        boolean peaks = now.moments().stream().anyMatch(m -> m.samples() > 1);
        var lines = new ArrayList<TimeChart.Line>();
        var data = new ArrayList<List<Double>>();
        data.add(withGaps(now, m -> m.at().toEpochMilli() / 1000.0, true));
        for (Shown s : shown) {
            lines.add(new TimeChart.Line(s.name(), s.color(), false));
            data.add(withGaps(now, m -> s.grown() ? grown(m, s) : mean(m, s), false));
            if (peaks && !s.grown()) {
                lines.add(new TimeChart.Line(s.name() + ", most", s.color(), true));
                data.add(withGaps(now, m -> most(m, s), false));
            }
        }
        chart.show(data, lines, unit, now.from(), now.to(), marks);
    }

    /** Between two moments with nothing read between them there is one that says so. */
    private static List<Double> withGaps(Timeline timeline, Function<Moment, Double> value, boolean isTime) {
        var values = new ArrayList<Double>();
        List<Moment> moments = timeline.moments();
        for (int i = 0; i < moments.size(); i++) {
            if (i > 0 && timeline.isGap(moments.get(i - 1), moments.get(i))) {
                values.add(isTime ? value.apply(moments.get(i - 1)) + timeline.step().toMillis() / 1000.0 : null);
            }
            values.add(value.apply(moments.get(i)));
        }
        return values;
    }

    private static Double grown(Moment moment, Shown s) {
        return (double) moment.counts().get(s.series()).growth();
    }

    private static Double mean(Moment moment, Shown s) {
        return moment.value(s.series()).map(Moment.Spread::mean).orElse(null);
    }

    private static Double least(Moment moment, Shown s) {
        return moment.value(s.series()).map(Moment.Spread::least).orElse(null);
    }

    private static Double most(Moment moment, Shown s) {
        return moment.value(s.series()).map(Moment.Spread::most).orElse(null);
    }

    private String csv() {
        List<Moment> moments = timeline.moments();
        List<Instant> times = moments.stream().map(Moment::at).toList();
        var heads = new ArrayList<String>();
        var values = new ArrayList<List<Double>>();
        for (Shown s : shown) {
            if (s.grown()) {
                heads.add(s.name() + " (in " + timeline.step().toSeconds() + " s)");
                values.add(column(moments, m -> grown(m, s)));
            } else {
                heads.addAll(List.of(s.name() + " mean (" + word() + ")", s.name() + " least (" + word() + ")", s.name() + " most (" + word() + ")"));
                values.addAll(List.of(column(moments, m -> mean(m, s)), column(moments, m -> least(m, s)), column(moments, m -> most(m, s))));
            }
        }
        return Csv.of(times, heads, values);
    }

    private static List<Double> column(List<Moment> moments, Function<Moment, Double> value) {
        return Arrays.asList(moments.stream().map(value).toArray(Double[]::new));
    }

    private String word() {
        return switch (unit) {
            case ROWS_PER_SECOND -> "rows/s";
            case ROWS -> "rows";
            case TIMES -> "times";
            case SECONDS -> "s";
            case MILLISECONDS -> "ms";
            case SHARE -> "share of 1";
            case BYTES -> "bytes";
        };
    }
}
