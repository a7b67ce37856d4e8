package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.Svg;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.Tile;
import java.util.Locale;

/** The tiles of a dashboard in small, by their places. All in it are numbers, so nothing needs escaping. */
final class DashboardThumbnail {
    private static final int ROWS = 8;
    private static final int WIDE = 20;
    private static final int HIGH = 12;

    private DashboardThumbnail() {}

    static Svg of(Dashboard dashboard) {
        var svg = new StringBuilder("<svg class=\"dashboard-thumbnail\" viewBox=\"0 0 " + WIDE * Tile.Place.COLUMNS + " " + HIGH * ROWS + "\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        dashboard.tiles().stream().filter(t -> t.place().y() < ROWS).forEach(t -> svg.append("<rect class=\"thumb-").append(t.type().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .append("\" x=\"").append(t.place().x() * WIDE + 2).append("\" y=\"").append(t.place().y() * HIGH + 2).append("\" width=\"").append(t.place().w() * WIDE - 4)
                .append("\" height=\"").append(t.place().h() * HIGH - 4).append("\" rx=\"3\"></rect>"));
        return new Svg(svg.append("</svg>").toString());
    }
}
