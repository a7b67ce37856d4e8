package dev.millrace.ui.deployments;

import dev.millrace.server.deployment.DeploymentEvent;
import dev.millrace.ui.chart.TimeChart;
import java.util.Optional;

/** Which events are marked on charts, and how. */
final class EventMarks {
    private EventMarks() {}

    /** Empty for what says nothing about the numbers, such as that a job was submitted. */
    static Optional<TimeChart.Mark> of(DeploymentEvent event) {
        return switch (event.type()) {
            case DEPLOYED -> mark(event, "▲", false);
            case UPGRADED -> mark(event, "⇧", false);
            case RESUMED -> mark(event, "▶", false);
            case SAVEPOINT -> mark(event, "●", false);
            case PARAMETER -> mark(event, "◆", false);
            case SUSPENDED, STOPPED, CANCELLED, FINISHED -> mark(event, "■", false);
            case RESTARTING -> mark(event, "↻", true);
            case FAILING, FAILED, ROLLED_BACK -> mark(event, "✕", true);
            case SUBMITTED, RUNNING, STOPPING, HEALTHY, TRANSACTIONS_ABORTED -> Optional.empty();
        };
    }

    private static Optional<TimeChart.Mark> mark(DeploymentEvent event, String sign, boolean grave) {
        return Optional.of(new TimeChart.Mark(event.at(), sign, event.message(), grave));
    }
}
