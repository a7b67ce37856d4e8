package dev.millrace.ui.home;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.compile.Compiler;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.ui.deployments.StateBadge;
import dev.millrace.ui.push.Newest;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** My pipelines as cards; templates to begin with where there are none yet. */
@Route(Places.HOME)
@PageTitle("Pipelines · Millrace")
@PermitAll
public class HomeView extends Main {
    private final DesignService designs;
    private final DeploymentService deployments;
    private final Templates templates;
    private final Compiler compiler;
    private final Author author;
    private final Div content = new Div();
    private transient Subscription subscription = () -> { };

    public HomeView(DesignService designs, DeploymentService deployments, Templates templates, Compiler compiler,
            AuthenticationContext authentication) {
        this.designs = designs;
        this.deployments = deployments;
        this.templates = templates;
        this.compiler = compiler;
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        addClassName("home");
        add(content);
        show();
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        Runnable changed = Newest.look(attach.getUI(), this::show);
        subscription = deployments.listen(d -> changed.run());
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
    }

    private void show() {
        content.removeAll();
        var pipelines = designs.list();
        var create = new Button("New pipeline", e -> new NewPipelineDialog(designs, templates, compiler.kinds(), author).open());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var head = new Div(new H1("Pipelines"), create);
        head.addClassName("page-head");
        content.add(head);
        if (pipelines.isEmpty()) {
            content.add(new H2("Begin with one that runs at once"), new Paragraph("Each plays built-in events. Open one, press Deploy, and rows run."),
                    cards(templates.first().stream().map(this::template).toArray(Div[]::new)),
                    new Paragraph(Places.link(Places.TEMPLATES, "All templates")));
            return;
        }
        Map<PipelineId, Deployment> running = deployments.list().stream().sorted(Comparator.comparing(Deployment::deployedAt))
                .collect(Collectors.toMap(Deployment::pipeline, Function.identity(), (older, newer) -> newer));
        content.add(cards(pipelines.stream().map(p -> card(p, running.get(p.id()))).toArray(Div[]::new)));
    }

    private static Div cards(Div... cards) {
        var grid = new Div(cards);
        grid.addClassName("cards");
        return grid;
    }

    private Div card(PipelineSummary summary, Deployment deployment) {
        var name = Places.link(Places.of(summary.id()), summary.name());
        name.addClassName("card-name");
        var remove = new Button("Delete", e -> confirmDelete(summary, deployment));
        remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        remove.setAriaLabel("Delete " + summary.name());
        var state = Fragment.isOne(summary.pipeline()) ? new Span("Fragment") : deployment == null ? new Span("Not deployed") : new StateBadge(deployment.state());
        var foot = new Div(state, new Span("Changed " + Words.ago(summary.changedAt()) + " by " + summary.changedBy()), remove);
        foot.addClassName("card-foot");
        var card = new Div(Thumbnail.of(summary.pipeline(), compiler.kinds()), name, foot);
        card.addClassName("card");
        return card;
    }

    private void confirmDelete(PipelineSummary summary, Deployment deployment) {
        boolean runs = deployment != null && !deployment.state().isOver();
        if (runs) {
            new ConfirmDialog("'" + summary.name() + "' is deployed", "Stop or cancel its deployment first.", "Close", e -> { }).open();
            return;
        }
        var dialog = new ConfirmDialog("Delete '" + summary.name() + "'?", "It leaves this list for everybody. Its topics stay.", "Delete", e -> {
            designs.delete(summary.id(), author);
            show();
        });
        dialog.setCancelable(true);
        dialog.setConfirmButtonTheme("error primary");
        dialog.open();
    }

    private Div template(Template template) {
        var use = new Button("Use template", e -> {
            var design = templates.createFrom(template.id(), template.title(), Map.of(), author);
            Places.go(Places.of(design.id()));
        });
        use.setAriaLabel("Use template " + template.title());
        var card = new Div(Thumbnail.of(template.pipeline(), compiler.kinds()), title(template.title()), new Paragraph(template.description()), use);
        card.addClassName("card");
        return card;
    }

    private static Span title(String text) {
        var title = new Span(text);
        title.addClassName("card-name");
        return title;
    }
}
