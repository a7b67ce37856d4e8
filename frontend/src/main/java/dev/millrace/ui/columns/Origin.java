package dev.millrace.ui.columns;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.millrace.server.columns.Proposal;
import java.util.function.Supplier;

/** A place where columns can be read from: its fields, and what asks it. */
abstract class Origin extends Div {
    private final String title;
    private final Reading reading;

    /** Asks away from the page's own thread, and shows what comes or why nothing does. */
    interface Reading {
        void read(Supplier<Proposal> asking);
    }

    Origin(String title, Reading reading) {
        this.title = title;
        this.reading = reading;
        addClassName("origin");
    }

    String title() {
        return title;
    }

    void read(Supplier<Proposal> asking) {
        reading.read(asking);
    }

    /** It is in view from now on. */
    void opened() {}

    static Paragraph help(String words) {
        var paragraph = new Paragraph(words);
        paragraph.addClassName("field-help");
        return paragraph;
    }
}
