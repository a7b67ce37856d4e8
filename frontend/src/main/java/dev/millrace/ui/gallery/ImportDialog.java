package dev.millrace.ui.gallery;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Severity;
import dev.millrace.document.DocumentRefused;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Node;
import dev.millrace.server.design.Author;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.templates.Arrival;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.TemplateRefused;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.workspaces.Workspaces;
import dev.millrace.ui.home.Thumbnail;
import dev.millrace.ui.shell.LimitedUpload;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.workspaces.ReachChoice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes the file of a template, shows what bringing it would do, and does it only then. */
final class ImportDialog extends Dialog {
    private static final int MOST_BYTES = 2_000_000;
    private static final int MOST_PROBLEMS = 8;

    private final transient Templates templates;
    private final transient NodeKinds kinds;
    private final transient Author author;
    private final Div shown = new Div();
    private final Button bring = new Button("Import", e -> take());
    private final ReachChoice reach;
    private transient String file = "";

    ImportDialog(Templates templates, Workspaces workspaces, NodeKinds kinds, Author author) {
        this.templates = templates;
        this.kinds = kinds;
        this.author = author;
        setHeaderTitle("Import a template");
        setWidth("640px");
        addClassName("import-template");
        reach = new ReachChoice(workspaces, author.name());
        shown.getElement().setAttribute("role", "status");
        bring.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        bring.setId("import-now");
        bring.setEnabled(false);
        add(new Paragraph("A file that was downloaded from a template's page. Nothing is stored before you have seen what it would do."), LimitedUpload.ofText(MOST_BYTES, this::look, this::refuse, ".yaml", ".yml"), shown);
        getFooter().add(new Button("Cancel", e -> close()), bring);
    }

    private void look(String text) {
        file = text;
        try {
            show(templates.look(text, author.name()));
        } catch (DocumentRefused | TemplateRefused refused) {
            refuse(refused.getMessage());
        }
    }

    private void refuse(String why) {
        bring.setEnabled(false);
        shown.removeAll();
        shown.add(error(why));
    }

    private void show(Arrival arrival) {
        boolean wrong = arrival.diagnostics().hasErrors();
        bring.setEnabled(!wrong && !(arrival.outcome() instanceof Arrival.Outcome.Same));
        shown.removeAll();
        var what = new Section(new H2(arrival.pipeline().name()), Thumbnail.of(arrival.pipeline(), kinds));
        what.getElement().setAttribute("aria-label", "What the file holds");
        arrival.head().author().ifPresent(name -> what.add(help("By " + name + ", version " + arrival.head().version() + " where it came from")));
        arrival.pipeline().description().lines().filter(l -> !l.isBlank()).limit(4).map(Paragraph::new).forEach(what::add);
        what.add(TemplateFacts.needs(arrival.needs()), new Paragraph(nodes(arrival)));
        arrival.dashboard().ifPresent(d -> what.add(new Paragraph("It brings a dashboard of " + d.tiles().size() + " tiles.")));
        if (!arrival.pipeline().parameters().isEmpty()) {
            what.add(new H3("It asks for"), list(arrival.pipeline().parameters().stream()
                    .map(p -> p.title() + ", " + p.type().word().replace('-', ' ') + p.value().map(v -> ", preset " + Arguments.plain(v)).orElse("") + (p.required() ? ", must be given" : "")).toList()));
        }
        shown.add(what, outcome(arrival));
        if (wrong) {
            List<Diagnostic> errors = arrival.diagnostics().all().stream().filter(d -> d.severity() == Severity.ERROR).toList();
            shown.add(error("It cannot be imported, since it has " + (errors.size() == 1 ? "an error" : errors.size() + " errors") + " here:"),
                    list(errors.stream().limit(MOST_PROBLEMS).map(ImportDialog::inWords).toList()));
        } else if (bring.isEnabled()) {
            shown.add(reach);
        }
    }

    private static String inWords(Diagnostic d) {
        return d.at().nodeOf().map(n -> "'" + n.inWords() + "': ").orElse("") + d.message() + (d.hint().isEmpty() ? "" : ". " + d.hint());
    }

    private String nodes(Arrival arrival) {
        Map<String, Long> counts = arrival.pipeline().nodes().values().stream().map(this::kind).collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        int all = arrival.pipeline().nodes().size();
        return (all == 1 ? "1 node: " : all + " nodes: ") + counts.entrySet().stream().map(e -> e.getKey() + (e.getValue() > 1 ? " (" + e.getValue() + ")" : "")).collect(Collectors.joining(", "));
    }

    private String kind(Node node) {
        return kinds.of(node).map(NodeKind::title).orElse(node.kind());
    }

    private Div outcome(Arrival arrival) {
        var box = new Div();
        box.addClassName("import-outcome");
        switch (arrival.outcome()) {
            case Arrival.Outcome.New n -> box.add(new Paragraph("It is not here yet. Importing it makes a new template."));
            case Arrival.Outcome.Same(Template here) -> box.add(new Paragraph("It is here already, as version " + here.version() + " of “" + here.title() + "”. There is nothing to import."),
                    Places.link(Places.template(here.id()), "Open it"));
            case Arrival.Outcome.Copy(Template others) -> box.add(new Paragraph("“" + others.title() + "” is here, by " + others.authorInWords()
                    + ", who alone may add versions to it. Importing the file makes a new template of yours beside it."));
            case Arrival.Outcome.Next(Template newest, List<String> changes) -> {
                box.add(new Paragraph("Importing it makes version " + (newest.version() + 1) + " of “" + newest.title() + "”, which is here."));
                if (!changes.isEmpty()) {
                    box.add(list(changes));
                }
                reach.begin(newest.reach());
            }
        }
        return box;
    }

    private void take() {
        try {
            Template brought = templates.take(file, reach.getValue(), author);
            close();
            Notices.tell("“" + brought.title() + "” was imported");
            Places.go(Places.template(brought.id()));
        } catch (DocumentRefused | TemplateRefused | AdministratorsOnly refused) {
            // Something has changed since it was looked at.
            refuse(refused.getMessage());
        }
    }

    private static Paragraph help(String text) {
        var words = new Paragraph(text);
        words.addClassName("field-help");
        return words;
    }

    private static Paragraph error(String text) {
        var words = new Paragraph(text);
        words.addClassName("error-text");
        words.getElement().setAttribute("role", "alert");
        return words;
    }

    private static UnorderedList list(List<String> lines) {
        var list = new UnorderedList();
        lines.forEach(line -> list.add(new ListItem(line)));
        return list;
    }
}
