package dev.millrace.ui.state;

import com.vaadin.flow.component.html.Span;
import dev.millrace.state.StateVerdict;
import java.util.Locale;

/** How verdicts about state are called and shown, everywhere alike. */
public final class StateWords {
    private StateWords() {}

    /** A sign and a word. */
    public static Span badge(StateVerdict.Outcome outcome) {
        var sign = new Span(switch (outcome) {
            case KEPT -> "✓";
            case NEW -> "＋";
            case REBUILT -> "↻";
            case LOST -> "✕";
            case INCOMPATIBLE -> "!";
        });
        sign.getElement().setAttribute("aria-hidden", "true");
        String word = outcome.name().charAt(0) + outcome.name().substring(1).toLowerCase(Locale.ROOT);
        var badge = new Span(sign, new Span(word));
        badge.addClassNames("badge", "state-" + outcome.name().toLowerCase(Locale.ROOT));
        return badge;
    }
}
