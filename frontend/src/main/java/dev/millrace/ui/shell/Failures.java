package dev.millrace.ui.shell;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import dev.millrace.pipeline.EditRefused;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What goes wrong behind a click is said in a sentence; the trace goes to the log. */
@Component
class Failures implements VaadinServiceInitListener {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addSessionInitListener(session -> session.getSession().setErrorHandler(error -> {
            if (error.getThrowable() instanceof EditRefused refused) {
                Notices.warn(refused.getMessage());
                return;
            }
            String number = UUID.randomUUID().toString().substring(0, 8);
            LOG.error("A click failed ({})", number, error.getThrowable());
            if (com.vaadin.flow.component.UI.getCurrent() != null) {
                Notices.warn("That did not work. Look for " + number + " in the log of the application");
            }
        }));
    }
}
