package dev.millrace.ui.deployments;

import com.vaadin.flow.component.html.Span;
import dev.millrace.server.deployment.Deployment;

/** How a deployment stands: sign, colour and word. */
public final class StateBadge extends Span {
    private final Deployment.State state;

    public StateBadge(Deployment.State state) {
        this.state = state;
        var sign = new Span(switch (state) {
            case WAITING, STARTING -> "◌";
            case RUNNING -> "▶";
            case RESTARTING -> "↻";
            case FAILING -> "!";
            case FAILED -> "✕";
            case STOPPING -> "◌";
            case SUSPENDED -> "‖";
            case STOPPED -> "■";
            case FINISHED -> "✓";
            case CANCELLED -> "■";
        });
        sign.getElement().setAttribute("aria-hidden", "true");
        add(sign, new Span(word(state)));
        addClassNames("badge", "badge-" + state.name().toLowerCase(java.util.Locale.ROOT));
    }

    /** Shows how a deployment stands in a place that stays: anew only where that has changed. */
    public static void show(Deployment.State state, Span place) {
        if (place.getChildren().noneMatch(shown -> shown instanceof StateBadge badge && badge.state == state)) {
            place.removeAll();
            place.add(new StateBadge(state));
        }
    }

    public static String word(Deployment.State state) {
        return switch (state) {
            case WAITING -> "Waiting";
            case STARTING -> "Starting";
            case RUNNING -> "Running";
            case RESTARTING -> "Restarting";
            case FAILING -> "In trouble";
            case FAILED -> "Failed";
            case STOPPING -> "Stopping";
            case SUSPENDED -> "Suspended";
            case STOPPED -> "Stopped";
            case FINISHED -> "Finished";
            case CANCELLED -> "Cancelled";
        };
    }
}
