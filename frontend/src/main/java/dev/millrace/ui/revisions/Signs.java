package dev.millrace.ui.revisions;

import com.vaadin.flow.component.html.Span;
import dev.millrace.document.PipelineDifference.Sign;

/** How differences are marked: by a sign, a colour and a word, on the drawing and in lists alike. */
final class Signs {
    private Signs() {}

    /** The sign, which a screen reader says as a word. */
    static Span of(Sign sign) {
        var span = new Span(switch (sign) {
            case ADDED -> "+";
            case REMOVED -> "−";
            case CHANGED -> "~";
        });
        span.addClassNames("difference-sign", "difference-" + word(sign));
        span.getElement().setAttribute("role", "img");
        span.getElement().setAttribute("aria-label", word(sign));
        return span;
    }

    static String word(Sign sign) {
        return switch (sign) {
            case ADDED -> "added";
            case REMOVED -> "removed";
            case CHANGED -> "changed";
        };
    }
}
