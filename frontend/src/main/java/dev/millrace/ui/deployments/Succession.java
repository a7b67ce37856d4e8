package dev.millrace.ui.deployments;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Places;
import java.util.Optional;

/** Says which deployment this one follows and which follows it, and aloud where one went back. */
final class Succession extends Div {
    Succession() {
        addClassName("succession");
        getElement().setAttribute("aria-live", "polite");
    }

    void show(Deployment deployment, DeploymentService deployments) {
        removeAll();
        removeClassName("failure");
        Optional<DeploymentId> back = deployment.trial().flatMap(Deployment.Trial::rolledBackTo);
        if (back.isPresent()) {
            addClassName("failure");
            line("Rolled back: revision " + deployment.revision() + " did not work, and the revision before goes on with the state it had.", back.get(),
                    "See the deployment that goes on");
        } else if (deployment.rollsBack()) {
            addClassName("failure");
            line("Rolled back to revision " + deployment.revision() + ": the one that took its place did not work.", deployment.follows().orElseThrow(),
                    "See what went wrong");
        } else {
            deployment.follows().ifPresent(before -> line(deployment.state() == Deployment.State.WAITING ? "Begins when the deployment before it has stopped."
                    : "It took the place of an earlier deployment.", before, "See the one before"));
        }
        deployments.list(deployment.pipeline()).stream().filter(d -> d.follows().equals(Optional.of(deployment.id())) && !d.rollsBack()).findFirst()
                .ifPresent(next -> line("Revision " + next.revision() + " takes its place.", next.id(), "See the new one"));
        if (deployment.onTrial()) {
            var until = deployment.trial().flatMap(t -> t.began().map(began -> began.plus(t.within())));
            var words = new Paragraph("On trial: it goes back to the revision before, unless it runs calmly and completes a checkpoint ");
            until.ifPresentOrElse(at -> words.add(new Span("before "), new LocalTime(at)), () -> words.add(new Span("in time")));
            add(words);
        }
        setVisible(getComponentCount() > 0);
    }

    private void line(String words, DeploymentId to, String link) {
        add(new Paragraph(new Span(words + " "), Places.link(Places.of(to), link)));
    }
}
