package dev.millrace.ui.fleet;

import com.vaadin.flow.component.Svg;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.Locale;

/** A deployment on the wall. What it says is changed where it stands, so that a wall full of them costs little. */
final class WallTile extends Div {
    private final H2 name = new H2();
    private final Span state = new Span();
    private final Figure in = new Figure("in per second", "in");
    private final Figure lag = new Figure("lag", "lag");
    private final Paragraph matter = new Paragraph();
    private transient Ship shown;

    WallTile() {
        add(name, state, in, lag, matter);
    }

    void show(Ship ship) {
        if (shown != null && shown.looksLike(ship)) {
            return;
        }
        shown = ship;
        String health = "health-" + ship.health().name().toLowerCase(Locale.ROOT);
        name.setText(ship.deployment().pipelineName());
        state.setText(ship.health().sign() + " " + ship.health().word());
        state.setClassName("wall-state " + health);
        in.show(ship.shown().in(), ship.shown().inLine());
        lag.show(ship.shown().lag(), ship.shown().lagLine());
        matter.setText(ship.matter());
        matter.setVisible(!ship.matter().isBlank());
        matter.setClassName(ship.health().compareTo(Health.BEHIND) < 0 ? "error-text" : "field-help");
        setClassName("wall-tile " + health + "-tile");
    }

    private static final class Figure extends Div {
        private final String kind;
        private final Span number = new Span();
        private final Svg spark = new Svg();
        private String line;

        Figure(String name, String kind) {
            this.kind = kind;
            number.addClassName("wall-number");
            addClassName("wall-figure");
            add(number, new Span(name), spark);
        }

        void show(String value, String path) {
            number.setText(value);
            if (!path.equals(line)) {
                line = path;
                spark.setSvg("<svg class=\"spark spark-" + kind + "\" viewBox=\"0 0 60 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"" + path + "\"></path></svg>");
            }
        }
    }
}
