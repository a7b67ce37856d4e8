package dev.millrace.ui.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** A page that could not be shown. The cause goes to the log, with a number that is also on the screen. */
@ParentLayout(Shell.class)
@AnonymousAllowed
public class FailureView extends Div implements HasErrorParameter<Exception> {
    private static final Logger LOG = LoggerFactory.getLogger(FailureView.class);

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        String number = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("Page {} could not be shown ({})", event.getLocation().getPath(), number, parameter.getException());
        addClassName("plain-page");
        add(new H1("This page could not be shown"), new Paragraph(databaseIsAway(parameter.getException())
                ? "Millrace's own database does not answer. Jobs go on by themselves. Try again in a moment."
                : "Try again in a moment. If it stays so, look for " + number + " in the log of the application."),
                Places.link(Places.HOME, "Go to the pipelines"));
        return HttpStatusCode.INTERNAL_SERVER_ERROR.getCode();
    }

    private static boolean databaseIsAway(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessResourceFailureException || cause instanceof CannotCreateTransactionException) {
                return true;
            }
        }
        return false;
    }
}
