package dev.millrace.ui.chart;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Numbers over time. The description is for screen readers; the drawing is for everyone else. */
@Tag("millrace-time-chart")
@JsModule("./charts/time-chart.ts")
@NpmPackage(value = "uplot", version = "1.6.32")
public class TimeChart extends Component implements HasSize {
    private static final JsonMapper JSON = new JsonMapper();

    /** @param color a colour token of millrace.css */
    public record Series(String name, String color) {}

    private record Input(List<List<Double>> data, List<Series> series, String unit) {}

    private final List<Series> series;
    private final String unit;

    public TimeChart(String description, String unit, Series... series) {
        this.series = List.of(series);
        this.unit = unit;
        getElement().setAttribute("role", "img");
        getElement().setAttribute("aria-label", description);
    }

    /** @param words what stands there when no series has a value */
    public TimeChart whenEmpty(String words) {
        getElement().setAttribute("empty", words);
        return this;
    }

    /** @param data seconds since 1970, then the values of each series; null where nothing is known */
    public void show(List<List<Double>> data) {
        getElement().callJsFunction("show", JSON.writeValueAsString(new Input(data, series, unit)));
    }
}
