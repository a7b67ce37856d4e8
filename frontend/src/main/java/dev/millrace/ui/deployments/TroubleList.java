package dev.millrace.ui.deployments;

import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.html.Paragraph;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.trouble.Trouble;
import dev.millrace.server.trouble.Troubles;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.TroubleNotice;
import java.util.List;
import java.util.function.Supplier;

/** What is the matter with a deployment though its job goes on; empty where all is well. Kept up to date as long as it is shown. */
final class TroubleList extends TroubleNotice {
    private final transient Supplier<Deployment> deployment;
    private transient List<Trouble> shown = List.of();

    TroubleList(Troubles troubles, Supplier<Deployment> deployment) {
        super(troubles);
        this.deployment = deployment;
    }

    /** Only what is new is announced again. */
    @Override
    protected void show() {
        List<Trouble> now = troubles().of(deployment.get().id());
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        removeAll();
        setClassName("failure", !now.isEmpty());
        for (Trouble trouble : now) {
            var words = new Paragraph(new Text(trouble.message() + ". Seen since "),
                    new LocalTime(trouble.since()));
            words.addClassName("error-text");
            add(words, new Paragraph(trouble.wayOut() + "."));
        }
    }
}
