package dev.millrace.ui.home;

import com.vaadin.flow.component.Html;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Places;
import dev.millrace.pipeline.Position;
import java.util.Map;

/** A pipeline's own drawing, in small. */
public final class Thumbnail {
    private static final int WIDTH = 220;
    private static final int HEIGHT = 72;
    private static final int MARGIN = 30;

    private Thumbnail() {}

    /** @param kinds give the nodes their colours */
    public static Html of(Pipeline pipeline, NodeKinds kinds) {
        Map<NodeId, Position> places = Places.of(pipeline);
        int left = places.values().stream().mapToInt(Position::x).min().orElse(0) - MARGIN;
        int top = places.values().stream().mapToInt(Position::y).min().orElse(0) - MARGIN;
        int drawnWidth = places.values().stream().mapToInt(Position::x).max().orElse(0) + WIDTH + MARGIN - left;
        int drawnHeight = places.values().stream().mapToInt(Position::y).max().orElse(0) + HEIGHT + MARGIN - top;
        int width = Math.max(900, drawnWidth);
        int height = Math.max(260, drawnHeight);
        // A small drawing stands in the middle.
        left -= (width - drawnWidth) / 2;
        top -= (height - drawnHeight) / 2;
        var svg = new StringBuilder("<div class='thumbnail' aria-hidden='true'><svg viewBox='").append(left).append(' ').append(top).append(' ')
                .append(width).append(' ').append(height).append("'>");
        pipeline.edges().forEach(e -> {
            Position from = places.get(e.from().node());
            Position to = places.get(e.to().node());
            if (from != null && to != null) {
                int x1 = from.x() + WIDTH;
                int y1 = from.y() + HEIGHT / 2;
                int y2 = to.y() + HEIGHT / 2;
                int bend = Math.max(40, (to.x() - x1) / 2);
                svg.append("<path d='M").append(x1).append(' ').append(y1).append(" C").append(x1 + bend).append(' ').append(y1).append(' ')
                        .append(to.x() - bend).append(' ').append(y2).append(' ').append(to.x()).append(' ').append(y2).append("'/>");
            }
        });
        pipeline.nodes().values().forEach(n -> {
            Position at = places.get(n.id());
            String role = kinds.find(n.kind()).map(NodeKind::role).orElse(NodeKind.Role.OPERATOR).name();
            svg.append("<rect class='mr-role-").append(role).append("' x='").append(at.x()).append("' y='").append(at.y()).append("' width='")
                    .append(WIDTH).append("' height='").append(HEIGHT).append("' rx='14'/>");
        });
        return new Html(svg.append("</svg></div>").toString());
    }
}
