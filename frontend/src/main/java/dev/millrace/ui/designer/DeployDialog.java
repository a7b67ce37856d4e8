package dev.millrace.ui.designer;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.NodeNames;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.AlreadyDeployed;
import dev.millrace.server.deployment.ClusterOutlooks;
import dev.millrace.server.deployment.DeployRequest;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.LiveParameters;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.NotOnCluster;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.deployment.PlanTopics;
import dev.millrace.server.deployment.Savepoint;
import dev.millrace.server.deployment.Savepoints;
import dev.millrace.server.deployment.SourcesBegin;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.deployment.StateOutlooks;
import dev.millrace.server.deployment.StateWouldBeLost;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.shadow.Shadows;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what deploying will do, and does it. */
final class DeployDialog extends Dialog {
    private static final Duration NEVER = Duration.ZERO;

    private final Select<Duration> goBack = new Select<>();
    private final TextField why = new TextField("Why (optional)");

    DeployDialog(Design design, DeploymentService deployments, Savepoints savepoints, StateOutlooks outlooks, LiveParameters parameters, PipelineTopics topics, Shadows shadows,
            ClusterOutlooks clusters, NodeKinds kinds, Author author) {
        setHeaderTitle("Deploy revision " + design.revision());
        setWidth("560px");
        LogicalPlan plan = design.compilation().plan().orElseThrow();
        Function<NodeId, String> called = node -> NodeNames.of(node, design.pipeline(), kinds);
        add(new Paragraph(plan.segments().size() + " nodes, parallelism " + plan.run().parallelism()
                + (plan.copies().isEmpty() ? "" : ", " + plan.copies().entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(own -> own.getValue() + " at '" + called.apply(own.getKey()) + "'").collect(Collectors.joining(", ")))
                + (plan.run().isBatch() ? ", in batch mode: it finishes when everything is read." : ".")));
        topics(plan, topics);
        List<Deployment> before = deployments.list(design.id());
        Optional<Deployment> runs = before.stream().filter(d -> !d.state().isOver()).findFirst();
        runs.ifPresent(r -> add(new Paragraph("Revision " + r.revision() + " is deployed. It stops with a savepoint, and then this one begins.")));
        boolean hasState = before.stream().anyMatch(d -> d.savepoint().isPresent() || d.runningSince().isPresent());
        List<Savepoint> kept = savepoints.list(design.id()).stream().filter(s -> s.state() == Savepoint.State.KEPT).toList();
        var start = new StartChoice(hasState, runs.isPresent(), kept, SourcesBegin.ofTopics(plan), called);
        var state = new StateChoice(outlooks, design);
        var values = new StayingValues(parameters, outlooks, design);
        var cluster = new ClusterChoice(clusters, design, start.value());
        start.onChange(() -> {
            cluster.startWith(start.value());
            state.show(start.value());
            values.show(start.value());
        });
        state.show(start.value());
        values.show(start.value());
        goBack.setLabel("Go back to revision " + runs.map(Deployment::revision).orElse(0L));
        goBack.setItems(Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10),
                Duration.ofMinutes(30), NEVER);
        goBack.setItemLabelGenerator(within -> within.equals(NEVER) ? "Never by itself" : "If this one does not work within "
                + (within.toSeconds() < 60 ? within.toSeconds() + " seconds" : within.toMinutes() == 1 ? "a minute" : within.toMinutes() + " minutes"));
        goBack.setHelperText("It works when it runs calmly and has completed a checkpoint of its own");
        goBack.setValue(DeployRequest.HEALTHY_WITHIN);
        goBack.setWidthFull();
        goBack.setVisible(runs.isPresent() && !plan.run().isBatch());
        why.setWidthFull();
        why.setMaxLength(300);
        why.setPlaceholder("Kept in the history");
        var deploy = new Button("Deploy", e -> start.trouble().or(state::trouble).or(cluster::trouble).ifPresentOrElse(Notices::warn, () -> {
            try {
                DeployRequest request = new DeployRequest(design.id(), design.revision(), start.value()).on(cluster.value()).because(why.getValue()).dropping(state.dropped());
                deployments.deploy(runs.isEmpty() ? request : request.upgrading(Optional.of(goBack.getValue()).filter(within -> !within.equals(NEVER))), author);
                close();
            } catch (StateWouldBeLost changed) {
                // Somebody has deployed it since: what is lost is another.
                state.show(start.value());
                Notices.warn(changed.getMessage());
            } catch (NotDeployable | AlreadyDeployed | NotOnCluster refused) {
                Notices.warn(refused.getMessage());
            }
        }));
        deploy.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        deploy.setId("deploy-now");
        deploy.focus();
        add(cluster, start, state, values, goBack, why);
        var trial = new Button("Try beside it", e -> start.trouble().or(state::trouble).or(() -> start.value().equals(Start.LATEST_STATE) ? Optional.empty()
                : Optional.of("A trial begins with the state of the running job: choose that")).ifPresentOrElse(Notices::warn, () -> {
                    try {
                        Places.go(Places.of(shadows.begin(runs.orElseThrow().id(), design.revision(), state.dropped(), Shadows.PRESET_TIME, why.getValue(), author).deployment()));
                        close();
                    } catch (StateWouldBeLost | NotDeployable | NotNow refused) {
                        Notices.warn(refused.getMessage());
                    }
                }));
        trial.setId("try-beside");
        trial.setTooltipText("Both revisions read the same for a while, and what they write is compared; nothing is changed");
        trial.setVisible(runs.filter(r -> r.state() == Deployment.State.RUNNING).isPresent() && !plan.run().isBatch());
        getFooter().add(new Button("Not yet", e -> close()), trial, deploy);
    }

    private void topics(LogicalPlan plan, PipelineTopics topics) {
        try {
            Set<Topic> missing = new TreeSet<>();
            PlanTopics.of(plan).forEach((cluster, planned) -> topics.on(cluster).missing(planned.targets()).forEach(name -> missing.add(new Topic(cluster, name))));
            if (!missing.isEmpty()) {
                var list = new UnorderedList();
                missing.forEach(t -> list.add(new ListItem(t.name() + Topic.on(t.cluster()))));
                add(new Paragraph(missing.size() == 1 ? "This topic will be created:" : "These topics will be created:"), list);
            }
        } catch (PipelineTopics.Unavailable unavailable) {
            var words = new Paragraph(unavailable.getMessage());
            words.addClassName("error-text");
            add(words);
        }
    }
}
