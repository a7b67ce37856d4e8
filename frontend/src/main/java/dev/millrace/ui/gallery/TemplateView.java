package dev.millrace.ui.gallery;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.design.Author;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.outside.SchemaRegistries;
import dev.millrace.server.templates.Expectations;
import dev.millrace.server.templates.OwnTopics;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.templates.UnknownTemplate;
import dev.millrace.ui.canvas.PipelineCanvas;
import dev.millrace.ui.canvas.Wire;
import dev.millrace.ui.canvas.WireGraphs;
import dev.millrace.ui.preview.ResultRows;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One template: what it does, its drawing and its rows with the values that are filled in, and the way to a pipeline of one's own. */
@Route(Places.TEMPLATE)
@PermitAll
@StyleSheet("context://gallery.css")
public class TemplateView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient Templates templates;
    private final transient Compiler compiler;
    private final transient Topics topics;
    private final transient OwnTopics own;
    private final transient Expectations expectations;
    private final transient Author author;
    private final transient ResultRows rows;
    private final transient WireGraphs graphs;
    private final PipelineCanvas canvas = new PipelineCanvas();
    private transient Template template;
    private transient Optional<Templates.Newer> newer = Optional.empty();
    private transient UseForm form;

    public TemplateView(Templates templates, Compiler compiler, Topics topics, TopicCatalog catalog, Columns columns, SchemaRegistries registries, Expectations expectations, Previews previews, Sampling sampling, AuthenticationContext authentication) {
        this.templates = templates;
        this.compiler = compiler;
        this.topics = topics;
        this.own = new OwnTopics(columns, topics, registries, catalog.clusters());
        this.expectations = expectations;
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        this.rows = new ResultRows(previews, sampling, compiler.kinds());
        this.graphs = new WireGraphs(compiler.kinds());
        addClassNames("plain-page", "wide-page", "template-page");
    }

    @Override public String getPageTitle() {
        return template.title() + " · Millrace";
    }

    @Override public void beforeEnter(BeforeEnterEvent event) {
        try {
            template = templates.get(event.getRouteParameters().get("id").orElse(""), author.name());
        } catch (UnknownTemplate unknown) {
            throw new NotFoundException(unknown.getMessage() + ".");
        }
        newer = Places.made(event.getLocation()).flatMap(pipeline -> templates.newer(pipeline, author.name())).filter(n -> n.newest().id().equals(template.id()));
        draw();
    }

    private void draw() {
        removeAll();
        form = new UseForm(template, templates, compiler, topics, own, author, newer.map(Templates.Newer::values).orElse(Map.of()), this::show);
        var head = new Div(new H1(template.title()));
        actions().forEach(head::add);
        head.addClassName("page-head");
        var board = new Div(canvas);
        board.addClassName("template-canvas");
        board.getElement().setAttribute("role", "group");
        board.getElement().setAttribute("aria-label", "The drawing, with your values");
        var result = new Section(new H2("The rows it gives"), rows);
        result.addClassName("template-rows");
        var columns = new Div(form, new Div(board, result, new ExpectedPanel(template, expectations, author, templates.mayChange(template, author.name()))));
        columns.addClassName("template-columns");
        add(Places.link(Places.TEMPLATES, "All templates"), head);
        template.description().lines().filter(line -> !line.isBlank()).map(Paragraph::new).forEach(this::add);
        add(facts());
        newer.ifPresent(n -> add(changes(n)));
        add(columns);
        Compilation compiled = form.compiled();
        canvas.load(new Wire.Load(graphs.catalogue(), graphs.graph(compiled), true));
        rows.run(compiled);
    }

    private List<Component> actions() {
        var actions = new ArrayList<Component>();
        var copy = new Button("Copy link", e -> {
            getElement().executeJs("navigator.clipboard && navigator.clipboard.writeText(new URL($0, document.baseURI).href)", Places.template(template.id()));
            Notices.tell("The link to this page was copied");
        });
        copy.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        actions.add(copy);
        byte[] file = templates.file(template.id(), author.name()).getBytes(StandardCharsets.UTF_8);
        var download = new Anchor(DownloadHandler.fromInputStream(e -> new DownloadResponse(new ByteArrayInputStream(file), template.id() + ".yaml", "application/yaml", file.length)),
                "Download");
        download.getElement().setAttribute("title", "One file, to import elsewhere");
        download.addClassName("page-action");
        actions.add(download);
        if (templates.mayChange(template, author.name())) {
            if (template.kind() instanceof Template.Kind.Made(var owner, var reach, var pipeline) && pipeline.isPresent()) {
                var open = Places.link(Places.of(pipeline.get()), "Open its pipeline");
                open.addClassName("page-action");
                actions.add(open);
            }
            var withdraw = new Button("Withdraw…", e -> confirmWithdraw());
            withdraw.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ERROR);
            actions.add(withdraw);
        }
        return actions;
    }

    private void confirmWithdraw() {
        var dialog = new ConfirmDialog("Withdraw “" + template.title() + "”?", "Nobody finds it any more, and its link leads nowhere. Pipelines that were made of it stay. "
                + "It comes back when a further version is published.", "Withdraw", e -> {
            try {
                templates.withdraw(template.id(), author);
                Notices.tell("“" + template.title() + "” was withdrawn");
            } catch (UnknownTemplate | AdministratorsOnly refused) {
                Notices.warn(refused.getMessage());
            }
            Places.go(Places.TEMPLATES);
        });
        dialog.setCancelable(true);
        dialog.setConfirmButtonTheme("error primary");
        dialog.open();
    }

    /** What is different since a pipeline was made. */
    private static Section changes(Templates.Newer newer) {
        var list = new UnorderedList();
        newer.changes().forEach(change -> list.add(new ListItem(change)));
        var section = new Section(new H2("What changed since version " + newer.from().version()));
        section.addClassName("template-changes");
        if (!newer.newest().note().isBlank()) {
            section.add(new Paragraph(newer.newest().note()));
        }
        section.add(newer.changes().isEmpty() ? new Paragraph("Only its words.") : list, new Paragraph("Your pipeline stays as it is. To use the new version, make a new pipeline below; your values are filled in."));
        return section;
    }

    private Div facts() {
        var facts = new Div(TemplateFacts.needs(templates.needs(template)), TemplateFacts.tags(template));
        var by = new Span("By " + template.authorInWords() + ", version " + template.version());
        by.addClassName("field-help");
        facts.add(by);
        template.publishedAt().ifPresent(at -> facts.add(new LocalTime(at)));
        var used = new Span(TemplateFacts.used(template.used()));
        used.addClassName("field-help");
        facts.add(used);
        template.dashboard().ifPresent(d -> {
            var brings = new Span("brings a dashboard of " + d.tiles().size() + " tiles");
            brings.addClassName("field-help");
            facts.add(brings);
        });
        facts.addClassName("template-facts");
        return facts;
    }

    /** The drawing with newer values. */
    private void show(Compilation compiled) {
        canvas.show(graphs.graph(compiled), "");
        rows.run(compiled);
    }

    @Override protected void onDetach(DetachEvent detach) {
        rows.stop();
    }
}
