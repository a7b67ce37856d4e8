package dev.millrace.ui.shell;

import com.vaadin.flow.component.html.Span;
import dev.millrace.server.trouble.Troubles;

/** Above every page: that the application's own database does not answer, so that nobody takes for the present what is from before. */
public final class DatabaseNotice extends TroubleNotice {
    public DatabaseNotice(Troubles troubles) {
        super(troubles);
        addClassNames("failure", "database-notice");
    }

    @Override
    protected void show() {
        removeAll();
        setVisible(troubles().database().isPresent());
        troubles().database().ifPresent(trouble -> add(new Span(trouble.message() + " "), new LocalTime(trouble.since()), new Span(". " + trouble.wayOut() + ".")));
    }
}
