package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import dev.millrace.server.dashboards.Figures;
import dev.millrace.server.dashboards.Options;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.server.metrics.Series;
import dev.millrace.ui.chart.Csv;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The values of a tile, drawn. */
@Tag("millrace-tile-figures")
@JsModule("./dashboards/tile-figures.ts")
@NpmPackage(value = "uplot", version = "1.6.32")
@NpmPackage(value = "echarts", version = "6.1.0")
final class TileFigures extends Component {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double EXACT = 1_000;
    /** As much as can be seen; what is sent is shorter. */
    private static final double DIGITS = 1e6;

    private transient Tile tile;
    private transient Figures shown;

    private record Line(String name, List<Double> values) {}

    private record Input(Tile.Type type, String title, List<Double> times, List<Line> lines, Series.Unit unit, String suffix, String key, double from, double to, double min, Double max,
            List<String> notes, String trouble) {}

    /** Nothing is sent where the same is drawn already. */
    void show(Tile of, Figures figures) {
        if (of.equals(tile) && shown != null && shown.isLike(figures)) {
            return;
        }
        tile = of;
        shown = figures;
        Options options = of.options();
        getElement().callJsFunction("show", JSON.writeValueAsString(new Input(of.type(), of.title(), figures.times().stream().map(TileFigures::seconds).toList(),
                figures.lines().stream().map(l -> new Line(l.name(), l.values().stream().map(TileFigures::rounded).toList())).toList(), figures.unit().orElse(null), options.unit(),
                options.key().orElse(""), seconds(figures.at().minus(options.window())), seconds(figures.at()), options.min(), options.max().orElse(null), figures.notes(),
                figures.trouble().orElse(null))));
    }

    private static Double seconds(Instant at) {
        return at.toEpochMilli() / EXACT;
    }

    private static Double rounded(Double value) {
        return value == null || Math.abs(value) > 1e9 ? value : Double.valueOf(Math.round(value * DIGITS) / DIGITS);
    }

    void savePicture(String dashboard) {
        if (tile != null) {
            getElement().callJsFunction("picture", Csv.fileName(dashboard + " " + tile.title(), ".png"));
        }
    }

    void saveNumbers(String dashboard) {
        if (tile != null && shown != null) {
            getElement().callJsFunction("save", Csv.fileName(dashboard + " " + tile.title(), ".csv"), TileCsv.of(tile, shown));
        }
    }
}
