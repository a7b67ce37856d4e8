package dev.millrace.ui.shell;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.html.Div;
import dev.millrace.server.Subscription;
import dev.millrace.server.trouble.Troubles;
import dev.millrace.ui.push.Newest;

/** Says troubles, and is kept up to date as long as it is shown. */
public abstract class TroubleNotice extends Div {
    private final transient Troubles troubles;
    private transient Subscription subscription = () -> { };

    protected TroubleNotice(Troubles troubles) {
        this.troubles = troubles;
        getElement().setAttribute("role", "alert");
    }

    protected final Troubles troubles() {
        return troubles;
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        subscription = troubles.listen(Newest.look(attach.getUI(), this::show));
        show();
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
    }

    /** Shows what there is now; under the page's lock. */
    protected abstract void show();
}
