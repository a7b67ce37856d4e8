package dev.millrace.ui.home;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
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
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.ui.push.Newest;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** My pipelines as cards; templates to begin with where there are none yet. What can be pressed stays while deployments change: a button that is replaced while somebody presses it does nothing. */
@Route(Places.HOME)
@PageTitle("Pipelines · Millrace")
@PermitAll
public class HomeView extends Main {
    private final DesignService designs;
    private final DeploymentService deployments;
    private final Templates templates;
    private final Compiler compiler;
    private final Author author;
    private final Div welcome = new Div();
    private final Div cards = cards();
    private final Map<PipelineId, PipelineCard> shown = new HashMap<>();
    private transient Subscription subscription = () -> { };

    public HomeView(DesignService designs, DeploymentService deployments, Templates templates, Compiler compiler,
            AuthenticationContext authentication) {
        this.designs = designs;
        this.deployments = deployments;
        this.templates = templates;
        this.compiler = compiler;
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        addClassName("home");
        var create = new Button("New pipeline", e -> new NewPipelineDialog(designs, templates, compiler.kinds(), author).open());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var head = new Div(new H1("Pipelines"), create);
        head.addClassName("page-head");
        add(head, welcome, cards);
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
        List<PipelineSummary> pipelines = designs.list();
        welcome.setVisible(pipelines.isEmpty());
        if (pipelines.isEmpty() && welcome.getComponentCount() == 0) {
            welcome.add(new H2("Begin with one that runs at once"), new Paragraph("Each plays built-in events. Open one, press Deploy, and rows run."),
                    cards(templates.first().stream().map(this::template).toArray(Div[]::new)),
                    new Paragraph(Places.link(Places.TEMPLATES, "All templates")));
        }
        Map<PipelineId, Deployment> running = deployments.list().stream().sorted(Comparator.comparing(Deployment::deployedAt))
                .collect(Collectors.toMap(Deployment::pipeline, Function.identity(), (older, newer) -> newer));
        shown.keySet().retainAll(pipelines.stream().map(PipelineSummary::id).toList());
        List<Component> now = pipelines.stream().<Component>map(p -> {
            PipelineCard card = shown.computeIfAbsent(p.id(), id -> new PipelineCard(compiler.kinds(), this::confirmDelete));
            card.show(p, Optional.ofNullable(running.get(p.id())));
            return card;
        }).toList();
        if (!now.equals(cards.getChildren().toList())) {
            cards.removeAll();
            cards.add(now);
        }
    }

    private static Div cards(Div... cards) {
        var grid = new Div(cards);
        grid.addClassName("cards");
        return grid;
    }

    private void confirmDelete(PipelineSummary summary, Optional<Deployment> deployment) {
        if (deployment.filter(d -> !d.state().isOver()).isPresent()) {
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
