package dev.millrace.ui.chart;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import dev.millrace.server.metrics.Series.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Numbers over time. All charts of a page share the time that is pointed at. The description is for screen readers; the drawing
 * is for everyone else.
 */
@Tag("millrace-time-chart")
@JsModule("./charts/time-chart.ts")
@NpmPackage(value = "uplot", version = "1.6.32")
public class TimeChart extends Component implements HasSize {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double EXACT = 1_000;

    /** @param color a colour token of millrace.css @param isPeak the most that there was, beside the mean of the same colour */
    public record Line(String name, String color, boolean isPeak) {}

    /** Something that happened. @param sign one character @param grave whether it is bad */
    public record Mark(Instant at, String sign, String words, boolean grave) {}

    private record SentMark(double at, String sign, String words, boolean grave) {}

    private record Input(List<List<Double>> data, List<Line> series, Unit unit, double from, double to, List<SentMark> marks) {}

    public TimeChart(String description) {
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", description);
        getElement().setAttribute("description", description);
    }

    /** @param words what stands there when no series has a value */
    public TimeChart whenEmpty(String words) {
        getElement().setAttribute("empty", words);
        return this;
    }

    /** Told the time that somebody dragged over. */
    public void onZoom(BiConsumer<Instant, Instant> listener) {
        getElement().addEventListener("zoom", e -> listener.accept(time(e.getEventData().get("event.detail.from").asDouble()), time(e.getEventData().get("event.detail.to").asDouble())))
                .addEventData("event.detail.from").addEventData("event.detail.to");
    }

    /** Told of a double click, by which people go back to the time before. */
    public void onBack(Runnable listener) {
        getElement().addEventListener("back", e -> listener.run());
    }

    private static Instant time(double seconds) {
        return Instant.ofEpochMilli((long) (seconds * EXACT));
    }

    /**
     * @param data seconds since 1970, then the values of each line; null where nothing is known
     * @param from begin of the time that is shown
     */
    public void show(List<List<Double>> data, List<Line> lines, Unit unit, Instant from, Instant to, List<Mark> marks) {
        List<List<Double>> rounded = data.stream().map(TimeChart::rounded).toList();
        List<SentMark> sent = marks.stream().map(m -> new SentMark(m.at().toEpochMilli() / EXACT, m.sign(), m.words(), m.grave())).toList();
        getElement().callJsFunction("show", JSON.writeValueAsString(new Input(rounded, lines, unit, from.toEpochMilli() / EXACT, to.toEpochMilli() / EXACT, sent)));
    }

    /** As much as can be seen: what is sent is half as long. */
    private static List<Double> rounded(List<Double> values) {
        var all = new ArrayList<Double>(values.size());
        values.forEach(v -> all.add(v == null ? null : Double.valueOf(Math.round(v * EXACT) / EXACT)));
        return all;
    }

    /** Hands what is drawn to the person as a PNG. */
    public void savePicture(String file, String title) {
        getElement().callJsFunction("picture", file, title);
    }

    /** Hands text to the person as a file. */
    public void saveText(String file, String text) {
        getElement().callJsFunction("save", file, text);
    }
}
