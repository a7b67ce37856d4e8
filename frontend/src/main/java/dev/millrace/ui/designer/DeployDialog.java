package dev.millrace.ui.designer;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.server.deployment.AlreadyDeployed;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.deployment.PlanTopics;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.ui.shell.Notices;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says what deploying will do, and does it. */
final class DeployDialog extends Dialog {
    DeployDialog(Design design, DeploymentService deployments, PipelineTopics topics, Author author) {
        setHeaderTitle("Deploy revision " + design.revision());
        setWidth("460px");
        LogicalPlan plan = design.compilation().plan().orElseThrow();
        add(new Paragraph(plan.segments().size() + " nodes, parallelism " + plan.run().parallelism()
                + (plan.run().isBatch() ? ", in batch mode: it finishes when everything is read." : ".")));
        topics(plan, topics);
        var start = new RadioButtonGroup<Start>("Begin");
        List<Deployment> before = deployments.list(design.id());
        boolean hasState = before.stream().anyMatch(d -> d.savepoint().isPresent() || d.runningSince().isPresent());
        start.setItems(hasState ? List.of(Start.LATEST_STATE, Start.FRESH) : List.of(Start.FRESH));
        start.setItemLabelGenerator(s -> switch (s) {
            case FRESH -> "Fresh: sources begin where their settings say";
            case LATEST_STATE -> "From where it stopped, with its state";
        });
        start.setValue(hasState ? Start.LATEST_STATE : Start.FRESH);
        var deploy = new Button("Deploy", e -> {
            try {
                deployments.deploy(design.id(), design.revision(), start.getValue(), author);
                close();
            } catch (NotDeployable | AlreadyDeployed refused) {
                Notices.warn(refused.getMessage());
            }
        });
        deploy.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        deploy.setId("deploy-now");
        deploy.focus();
        add(start);
        getFooter().add(new Button("Not yet", e -> close()), deploy);
    }

    private void topics(LogicalPlan plan, PipelineTopics topics) {
        try {
            Set<String> missing = topics.missing(PlanTopics.of(plan).written());
            if (!missing.isEmpty()) {
                var list = new UnorderedList();
                new TreeSet<>(missing).forEach(t -> list.add(new ListItem(t)));
                add(new Paragraph(missing.size() == 1 ? "This topic will be created:" : "These topics will be created:"), list);
            }
        } catch (PipelineTopics.Unavailable unavailable) {
            var words = new Paragraph(unavailable.getMessage());
            words.addClassName("error-text");
            add(words);
        }
    }
}
