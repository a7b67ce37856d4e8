package dev.millrace.ui.shell;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.Subscription;
import dev.millrace.server.alerts.Alerts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** How many alerts fire, on the link to their page; nothing where none does. Kept up to date by itself. */
final class AlertCount extends Span {
    private static final Logger LOG = LoggerFactory.getLogger(AlertCount.class);

    private final transient Alerts alerts;
    private transient Subscription subscription = () -> { };

    AlertCount(Alerts alerts) {
        this.alerts = alerts;
        addClassName("alert-count");
        getElement().setAttribute("role", "status");
        setVisible(false);
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        UI ui = attach.getUI();
        subscription = alerts.listen(() -> ui.access(this::show));
        show();
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
    }

    private void show() {
        int raised;
        try {
            raised = alerts.raised();
        } catch (DataAccessException away) {
            // That the database is away is said above the page.
            LOG.debug("Alerts cannot be counted: {}", away.getMessage());
            return;
        }
        removeAll();
        setVisible(raised > 0);
        if (raised > 0) {
            var words = new Span(raised == 1 ? " alert fires" : " alerts fire");
            words.addClassName("only-read");
            add(new Span(Integer.toString(raised)), words);
        }
    }
}
