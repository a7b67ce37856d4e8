package dev.millrace.ui.designer;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.StoredDashboard;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.StaleRevision;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.templates.Expectations;
import dev.millrace.server.templates.Expected;
import dev.millrace.server.templates.Publication;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.TemplateRefused;
import dev.millrace.server.templates.Templates;
import dev.millrace.template.Opening;
import dev.millrace.template.Openings;
import dev.millrace.template.TemplateHead;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.workspaces.ReachChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a template of the pipeline, or its next version: what it is, who sees it, and what people are asked for. */
@StyleSheet("context://gallery.css")
final class MakeTemplateDialog extends Dialog {
    private static final int MOST_PROBLEMS = 4;

    private final transient Design design;
    private final transient Templates templates;
    private final transient Author author;
    private final transient Optional<Template> before;
    private final TextField title = new TextField("Title");
    private final TextArea what = new TextArea("What it does");
    private final TextField tags = new TextField("Tags");
    private final TextArea note = new TextArea("What is new");
    private final ReachChoice reach;
    private final ExpectedChoice expected;
    private final transient Expectations expectations;
    private final Div columns = new Div();
    private final Button publish = new Button("Publish", e -> publish());
    private final Checkbox own = new Checkbox("As a new template of my own");
    private final Select<Offered> dashboard = new Select<>();
    private final Div wrong = new Div();
    private final transient List<OpeningRow> rows = new ArrayList<>();

    private record Offered(String words, Dashboard dashboard) {}

    MakeTemplateDialog(Design design, TemplateMaking making, NodeKinds kinds, Author author) {
        this.design = design;
        this.templates = making.templates();
        this.author = author;
        this.before = templates.madeOf(design.id(), author.name());
        this.reach = new ReachChoice(making.workspaces(), author.name());
        this.expectations = making.expectations();
        this.expected = new ExpectedChoice(expectations, before.flatMap(expectations::of));
        offer(making.dashboards().of(design.id(), author.name()));
        setHeaderTitle(before.map(t -> "Publish version " + (t.version() + 1) + " of “" + t.title() + "”").orElse("Make a template"));
        setWidth("900px");
        addClassName("make-template");
        columns.add(description(), openings(kinds));
        columns.addClassName("make-columns");
        wrong.getElement().setAttribute("role", "alert");
        add(columns, wrong);
        publish.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        publish.setId("publish-template");
        getFooter().add(new Button("Not yet", e -> close()), publish);
    }

    /** Dashboards that show this pipeline, and the one that the version before has. */
    private void offer(List<StoredDashboard> own) {
        var offered = new ArrayList<Offered>();
        before.flatMap(Template::dashboard).ifPresent(d -> offered.add(new Offered("As in version " + before.get().version() + ": " + d.title(), d)));
        own.forEach(d -> offered.add(new Offered(d.dashboard().title(), d.dashboard())));
        dashboard.setItems(offered);
        dashboard.setItemLabelGenerator(o -> o == null ? "None" : o.words());
        dashboard.setEmptySelectionAllowed(true);
        dashboard.setEmptySelectionCaption("None");
        dashboard.setLabel("Dashboard");
        dashboard.setHelperText(offered.isEmpty() ? "No dashboard shows this pipeline yet; make one under Dashboards" : "Pipelines that are made of it get its tiles of this pipeline");
        dashboard.setEnabled(!offered.isEmpty());
        if (before.flatMap(Template::dashboard).isPresent()) {
            dashboard.setValue(offered.getFirst());
        }
    }

    private Section description() {
        title.setValue(before.map(Template::title).orElse(design.pipeline().name()));
        title.setMaxLength(Pipeline.LONGEST_NAME);
        title.setRequiredIndicatorVisible(true);
        what.setValue(before.map(Template::description).orElse(design.pipeline().description()));
        what.setMaxLength(Pipeline.LONGEST_DESCRIPTION);
        what.setHelperText("The first line stands on its card");
        what.setMaxHeight("150px");
        tags.setValue(String.join(", ", before.map(Template::tags).orElse(List.of())));
        tags.setPlaceholder("kafka, windows");
        tags.setHelperText("With commas between, at most " + TemplateHead.MOST_TAGS);
        before.map(Template::reach).ifPresent(reach::begin);
        note.setMaxLength(Templates.LONGEST_NOTE);
        note.setHelperText("For those who use it; may be left empty");
        var section = new Section(title, what, tags, reach, dashboard, expected);
        section.addClassName("make-fields");
        section.getElement().setAttribute("aria-label", "What it is");
        if (before.isPresent()) {
            section.add(note);
        }
        // Administrators may add versions to the templates of others, and need not.
        if (before.filter(t -> !t.owner().equals(author.name())).isPresent()) {
            own.setHelperText("Otherwise it is the next version of the one by " + before.get().authorInWords());
            section.addComponentAsFirst(own);
        }
        templates.origin(design.id()).ifPresent(from -> {
            var words = new Paragraph("This pipeline was made from version " + from.version() + " of the template " + from.template() + ".");
            words.addClassName("field-help");
            section.add(words);
        });
        return section;
    }

    private Section openings(NodeKinds kinds) {
        List<Opening> all = Openings.of(design.pipeline(), kinds);
        Map<Opening, Parameter> again = before.map(t -> Openings.again(all, t.pipeline())).orElse(List.of()).stream()
                .collect(Collectors.toMap(Opening.Chosen::at, Opening.Chosen::parameter));
        var section = new Section(new H2("What people are asked for"));
        section.addClassName("make-openings");
        section.getElement().setAttribute("aria-label", "What people are asked for");
        var help = new Paragraph("Choose the values that others should fill in. What is drawn now is their preset; your drawing stays as it is.");
        help.addClassName("field-help");
        section.add(help);
        if (!design.pipeline().parameters().isEmpty()) {
            section.add(new Paragraph("Already asked for, as parameters of the drawing: " + design.pipeline().parameters().stream().map(Parameter::title).collect(Collectors.joining(", ")) + "."));
        }
        var list = new Div();
        list.addClassName("opening-list");
        var byNode = new LinkedHashMap<NodeId, List<Opening>>();
        all.forEach(o -> byNode.computeIfAbsent(o.node(), n -> new ArrayList<>()).add(o));
        byNode.forEach((id, here) -> {
            list.add(new H3(name(design.pipeline().node(id).orElseThrow(), kinds)));
            here.forEach(opening -> {
                var row = new OpeningRow(opening, Optional.ofNullable(again.get(opening)));
                rows.add(row);
                list.add(row);
            });
        });
        if (all.isEmpty()) {
            list.add(new Paragraph("Nothing in this drawing can be left open."));
        }
        section.add(list);
        return section;
    }

    private static String name(Node node, NodeKinds kinds) {
        return node.label().isBlank() ? kinds.of(node).map(NodeKind::title).orElse(node.kind()) : node.label();
    }

    private void publish() {
        wrong.removeAll();
        List<Opening.Chosen> open = distinct(rows.stream().flatMap(r -> r.chosen().stream()).toList());
        var publication = new Publication(design.id(), design.revision(), own.getValue() ? Optional.empty() : before.map(Template::id), title.getValue(), what.getValue(),
                TemplateHead.split(tags.getValue()), reach.getValue(), note.getValue(), Optional.ofNullable(dashboard.getValue()).map(Offered::dashboard), open);
        // While a sample runs, what is published is what was written when it began.
        able(false);
        expected.find(publication, rows -> publish(publication, rows), this::refuse);
    }

    private void publish(Publication publication, Expected rows) {
        able(true);
        try {
            Template made = expectations.publish(publication, rows, author);
            close();
            Notices.tell("Published as version " + made.version() + ". Its link can be shared");
            Places.go(Places.template(made.id()));
        } catch (TemplateRefused | AdministratorsOnly | StaleRevision refused) {
            refuse(refused);
        }
    }

    private void able(boolean now) {
        columns.setEnabled(now);
        publish.setEnabled(now);
    }

    private void refuse(RuntimeException refused) {
        able(true);
        if (refused instanceof StaleRevision) {
            close();
            Notices.warn("Somebody changed the drawing just now. Look at it, and publish again");
            return;
        }
        publish.focus();
        say(refused.getMessage(), refused instanceof TemplateRefused drawing ? drawing.diagnostics() : Diagnostics.NONE);
    }

    /** Names came from what was drawn then and what is drawn now: where they meet and mean two things, one gets a number. */
    private static List<Opening.Chosen> distinct(List<Opening.Chosen> open) {
        var byName = new LinkedHashMap<String, Parameter>();
        return open.stream().map(c -> {
            Parameter p = c.parameter();
            String name = p.name();
            for (int i = 2; byName.containsKey(name) && !(byName.get(name).type() == p.type() && byName.get(name).value().equals(p.value())); i++) {
                name = p.name().substring(0, Math.min(p.name().length(), 36)) + "-" + i;
            }
            var named = new Parameter(name, p.label(), p.help(), p.type(), p.required(), p.value(), p.min(), p.max(), p.options());
            byName.putIfAbsent(name, named);
            return new Opening.Chosen(c.at(), named);
        }).toList();
    }

    private void say(String why, Diagnostics diagnostics) {
        var words = new Paragraph(why + ".");
        words.addClassName("error-text");
        wrong.add(words);
        List<Diagnostic> errors = diagnostics.all().stream().filter(d -> d.severity() == Severity.ERROR).limit(MOST_PROBLEMS).toList();
        if (!errors.isEmpty()) {
            var list = new UnorderedList();
            errors.forEach(d -> list.add(new ListItem(d.at().nodeOf().map(n -> "'" + n.inWords() + "': ").orElse("") + d.message() + (d.hint().isEmpty() ? "" : ". " + d.hint()))));
            wrong.add(list);
        }
    }
}
