package dev.millrace.ui.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;

/** An address that leads nowhere. */
@ParentLayout(Shell.class)
@AnonymousAllowed
public class NotFoundView extends Div implements HasErrorParameter<NotFoundException> {
    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        addClassName("plain-page");
        // Our own pages say what is missing; for an unknown address the framework's message speaks of routes.
        boolean ours = parameter.hasCustomMessage() && parameter.getCustomMessage().startsWith("There is no ");
        String what = ours ? parameter.getCustomMessage() : "There is no page at this address.";
        add(new H1("Not found"), new Paragraph(what), Places.link(Places.HOME, "Go to the pipelines"));
        return HttpStatusCode.NOT_FOUND.getCode();
    }
}
