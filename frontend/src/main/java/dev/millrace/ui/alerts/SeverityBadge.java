package dev.millrace.ui.alerts;

import com.vaadin.flow.component.html.Span;
import dev.millrace.server.alerts.Alert;
import dev.millrace.server.alerts.Severity;

/** How bad an alert is and how it stands: sign, colour and words. */
final class SeverityBadge extends Span {
    SeverityBadge(Severity severity) {
        sign(severity, switch (severity) {
            case CRITICAL -> "✕";
            case WARNING -> "!";
            case INFO -> "i";
        }, severity.word());
    }

    SeverityBadge(Severity severity, Alert.State state) {
        this(severity);
        switch (state) {
            case FIRING -> { }
            case PENDING -> sign(severity, "◌", severity.word() + ", pending");
            case ACKNOWLEDGED -> sign(severity, "✓", severity.word() + ", acknowledged");
            case RESOLVED -> sign(severity, "■", severity.word() + ", resolved");
        }
    }

    private void sign(Severity severity, String sign, String words) {
        removeAll();
        var mark = new Span(sign);
        mark.getElement().setAttribute("aria-hidden", "true");
        add(mark, new Span(words));
        addClassNames("badge", switch (severity) {
            case CRITICAL -> "badge-failed";
            case WARNING -> "badge-restarting";
            case INFO -> "badge-running";
        });
    }
}
