package dev.millrace.ui.gallery;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.compile.Compiler;
import dev.millrace.server.design.Author;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.ui.home.Thumbnail;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All templates that a person may use, as cards with their drawings; found by words and by tags. */
@Route(Places.TEMPLATES)
@PageTitle("Templates · Millrace")
@PermitAll
@StyleSheet("context://gallery.css")
public class GalleryView extends Main {
    private static final int MOST_TAGS = 24;

    private final transient Templates templates;
    private final transient Compiler compiler;
    private final String viewer;
    private final TextField search = new TextField();
    private final Div tags = new Div();
    private final Span found = new Span();
    private final Div cards = new Div();
    private final Map<String, Button> tagButtons = new LinkedHashMap<>();
    private final Set<String> chosen = new LinkedHashSet<>();
    private transient List<Template> all = List.of();

    public GalleryView(Templates templates, Compiler compiler, AuthenticationContext authentication) {
        this.templates = templates;
        this.compiler = compiler;
        this.viewer = authentication.getPrincipalName().orElseThrow();
        addClassNames("plain-page", "gallery");
        search.setPlaceholder("Search templates");
        search.setAriaLabel("Search templates");
        search.setClearButtonVisible(true);
        search.setMaxLength(200);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(200);
        search.addValueChangeListener(e -> filter());
        search.addClassName("gallery-search");
        tags.addClassName("tag-choice");
        tags.getElement().setAttribute("role", "group");
        tags.getElement().setAttribute("aria-label", "Only templates with these tags");
        found.addClassName("field-help");
        found.getElement().setAttribute("role", "status");
        cards.addClassName("cards");
        var bring = new Button("Import a template", e -> new ImportDialog(templates, compiler.kinds(), Author.of(viewer)).open());
        bring.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        var head = new Div(new H1("Templates"), new Div(search, bring));
        head.addClassNames("page-head", "gallery-head");
        add(head, tags, found, cards);
        read();
    }

    private void read() {
        all = templates.list(viewer);
        var counts = new HashMap<String, Integer>();
        all.forEach(t -> t.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum)));
        tags.removeAll();
        tagButtons.clear();
        counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey())).limit(MOST_TAGS)
                .map(Map.Entry::getKey).sorted(Comparator.naturalOrder()).forEach(tag -> {
                    var button = new Button(tag, e -> toggle(tag));
                    button.addThemeVariants(ButtonVariant.LUMO_SMALL);
                    button.addClassName("tag-button");
                    tagButtons.put(tag, button);
                    tags.add(button);
                });
        chosen.retainAll(tagButtons.keySet());
        filter();
    }

    private void toggle(String tag) {
        if (!chosen.remove(tag)) {
            chosen.add(tag);
        }
        filter();
    }

    private void filter() {
        tagButtons.forEach((tag, button) -> button.getElement().setAttribute("aria-pressed", Boolean.toString(chosen.contains(tag))));
        List<String> words = Stream.of(search.getValue().toLowerCase(Locale.ROOT).split("\\s+")).filter(w -> !w.isEmpty()).toList();
        List<Template> shown = all.stream().filter(t -> t.tags().containsAll(chosen)).filter(t -> words.stream().allMatch(text(t)::contains)).toList();
        found.setText(shown.size() == all.size() ? (all.size() == 1 ? "1 template" : all.size() + " templates") : shown.size() + " of " + all.size() + " templates");
        cards.removeAll();
        if (shown.isEmpty()) {
            cards.add(nothing());
        }
        shown.forEach(t -> cards.add(card(t)));
    }

    /** What is searched. */
    private static String text(Template t) {
        return (t.title() + " " + t.description() + " " + String.join(" ", t.tags()) + " " + t.authorInWords()).toLowerCase(Locale.ROOT);
    }

    private Div nothing() {
        String why = Stream.of(search.getValue().isBlank() ? "" : "contains '" + search.getValue().strip() + "'", chosen.isEmpty() ? "" : "has the tags " + String.join(", ", chosen))
                .filter(w -> !w.isEmpty()).reduce((a, b) -> a + " and " + b).orElse("is there");
        var clear = new Button("Show all", e -> {
            chosen.clear();
            search.clear();
            filter();
        });
        var empty = new Div(new H2("No template " + why), new Paragraph("Use fewer words or fewer tags. What you draw yourself can become one: press “Make a template…” in the designer."),
                clear);
        empty.addClassName("gallery-empty");
        return empty;
    }

    private Div card(Template template) {
        var name = Places.link(Places.template(template.id()), template.title());
        name.addClassName("card-name");
        var use = new Button("Use template", e -> Places.go(Places.template(template.id())));
        use.setAriaLabel("Use template " + template.title());
        var foot = new Div(new Span(template.authorInWords()), new Span(TemplateFacts.used(template.used())), use);
        foot.addClassName("card-foot");
        var card = new Div(Thumbnail.of(template.pipeline(), compiler.kinds()), name, new Paragraph(firstLine(template.description())),
                TemplateFacts.needs(templates.needs(template)), TemplateFacts.tags(template), foot);
        card.addClassNames("card", "template-card");
        return card;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
