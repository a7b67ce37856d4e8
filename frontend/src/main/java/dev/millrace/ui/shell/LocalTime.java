package dev.millrace.ui.shell;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;

/** A moment in the viewer's own time zone, with UTC on hover. */
@Tag("time")
public class LocalTime extends Span {
    public LocalTime(Instant at) {
        setText(at.toString());
        getElement().setAttribute("datetime", at.toString());
        setTitle(at + " UTC");
        getElement().executeJs("this.textContent = new Date($0).toLocaleString([], {dateStyle: 'medium', timeStyle: 'medium'})", at.toString());
    }
}
