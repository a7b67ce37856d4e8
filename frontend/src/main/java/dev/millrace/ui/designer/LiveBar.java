package dev.millrace.ui.designer;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;
import dev.millrace.ui.deployments.StateBadge;
import dev.millrace.ui.deployments.Steering;
import dev.millrace.ui.shell.Places;
import java.util.Optional;

/** The part of the bar that tells of the pipeline's newest deployment. */
final class LiveBar extends Div {
    LiveBar() {
        addClassName("live-bar");
        getElement().setAttribute("aria-live", "polite");
    }

    void show(Optional<Deployment> deployment, DeploymentService deployments, Author author) {
        removeAll();
        deployment.ifPresent(d -> {
            var progress = new Span(d.progress());
            progress.addClassName("field-help");
            var details = Places.link(Places.of(d.id()), "Details");
            add(new StateBadge(d.state()), progress, details, new Steering(d, deployments, author));
        });
    }
}
