package dev.millrace.ui.shell;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.Subscription;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.ui.push.Newest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** How many alerts fire, on the link to their page; nothing where none does. Kept up to date by itself. */
final class AlertCount extends Span {
    private static final Logger LOG = LoggerFactory.getLogger(AlertCount.class);

    private final transient Alerts alerts;
    private transient Subscription subscription = () -> { };
    /** What the page was told last; only by the thread that tells. */
    private transient int told = -1;

    AlertCount(Alerts alerts) {
        this.alerts = alerts;
        addClassName("alert-count");
        getElement().setAttribute("role", "status");
        setVisible(false);
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        Newest<Integer> newest = Newest.on(attach.getUI(), this::show);
        // Most changes of alerts leave their number as it is, and every page has this.
        subscription = alerts.listenToRaised(raised -> {
            if (raised != told) {
                told = raised;
                newest.accept(raised);
            }
        });
        try {
            show(alerts.raised());
        } catch (DataAccessException away) {
            // That the database is away is said above the page.
            LOG.debug("Alerts cannot be counted: {}", away.getMessage());
        }
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
    }

    private void show(int raised) {
        removeAll();
        setVisible(raised > 0);
        if (raised > 0) {
            var words = new Span(raised == 1 ? " alert fires" : " alerts fire");
            words.addClassName("only-read");
            add(new Span(Integer.toString(raised)), words);
        }
    }
}
