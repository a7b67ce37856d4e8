package dev.millrace.ui.designer;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;
import dev.millrace.ui.deployments.StateBadge;
import dev.millrace.ui.deployments.Steering;
import dev.millrace.ui.shell.Places;
import java.util.List;
import java.util.Optional;

/** The part of the bar that tells of the pipeline's newest deployment. What can be pressed stays while the deployment changes. */
final class LiveBar extends Div {
    private final Span badge = new Span();
    private final Span progress = new Span();
    private final Anchor details = Places.link("", "Details");
    private final Steering steering;

    LiveBar(DeploymentService deployments, Author author) {
        steering = new Steering(deployments, author);
        addClassName("live-bar");
        getElement().setAttribute("aria-live", "polite");
        progress.addClassName("field-help");
        add(badge, progress, details, steering);
        show(Optional.empty());
    }

    void show(Optional<Deployment> deployment) {
        // Not all of it: what is to be read aloud has to be there before.
        List.of(badge, progress, details).forEach(part -> part.setVisible(deployment.isPresent()));
        deployment.ifPresentOrElse(d -> {
            StateBadge.show(d.state(), badge);
            progress.setText(d.progress());
            details.setHref(Places.of(d.id()));
            steering.show(d);
        }, () -> steering.setVisible(false));
    }
}
