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
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.compile.Compiler;
import dev.millrace.server.design.Author;
import dev.millrace.server.templates.Reach;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.workspaces.WorkspaceId;
import dev.millrace.server.workspaces.Workspaces;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All templates that a person may use, as cards with their drawings; found by words and by tags. */
@Route(Places.TEMPLATES)
@PageTitle("Templates · Millrace")
@PermitAll
@StyleSheet("context://gallery.css")
public class GalleryView extends Main implements BeforeEnterObserver {
    private static final int MOST_TAGS = 24;

    private final transient Templates templates;
    private final transient Compiler compiler;
    private final String viewer;
    private final TextField search = new TextField();
    private final Div workspaceChoice = new Div();
    private final Div tags = new Div();
    private final Span found = new Span();
    private final Div cards = new Div();
    private final Map<String, Button> tagButtons = new LinkedHashMap<>();
    private final Set<String> chosen = new LinkedHashSet<>();
    private final Map<WorkspaceId, Button> workspaceButtons = new LinkedHashMap<>();
    private transient Optional<WorkspaceId> workspace = Optional.empty();
    private transient List<Template> all = List.of();

    public GalleryView(Templates templates, Workspaces workspaces, Compiler compiler, AuthenticationContext authentication) {
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
        workspaceChoice.addClassName("tag-choice");
        workspaceChoice.getElement().setAttribute("role", "group");
        workspaceChoice.getElement().setAttribute("aria-label", "Only templates for the members of");
        tags.addClassName("tag-choice");
        tags.getElement().setAttribute("role", "group");
        tags.getElement().setAttribute("aria-label", "Only templates with these tags");
        found.addClassName("field-help");
        found.getElement().setAttribute("role", "status");
        cards.addClassName("cards");
        var bring = new Button("Import a template", e -> new ImportDialog(templates, workspaces, compiler.kinds(), Author.of(viewer)).open());
        bring.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        var toWorkspaces = Places.link(Places.WORKSPACES, "Workspaces");
        toWorkspaces.addClassName("page-action");
        var head = new Div(new H1("Templates"), new Div(search, toWorkspaces, bring));
        head.addClassNames("page-head", "gallery-head");
        add(head, workspaceChoice, tags, found, cards);
        read();
    }

    @Override public void beforeEnter(BeforeEnterEvent event) {
        workspace = Places.workspace(event.getLocation()).filter(workspaceButtons::containsKey);
        filter();
    }

    private void read() {
        all = templates.list(viewer);
        workspaceChoice.removeAll();
        var label = new Span("For members of");
        label.addClassName("field-help");
        workspaceChoice.add(label);
        workspaceButtons.clear();
        all.stream().map(Template::reach).filter(Reach.Members.class::isInstance).map(Reach.Members.class::cast).distinct()
                .sorted(Comparator.comparing(Reach.Members::name, String.CASE_INSENSITIVE_ORDER)).forEach(m -> workspaceButtons.put(m.workspace(), button(m)));
        workspaceButtons.values().forEach(workspaceChoice::add);
        workspaceChoice.setVisible(!workspaceButtons.isEmpty());
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

    /** Of one workspace at a time: no template is of two. */
    private Button button(Reach.Members members) {
        var button = new Button(members.name(), e -> {
            workspace = workspace.filter(members.workspace()::equals).isPresent() ? Optional.empty() : Optional.of(members.workspace());
            filter();
        });
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        button.addClassNames("tag-button", "workspace-button");
        return button;
    }

    private void toggle(String tag) {
        if (!chosen.remove(tag)) {
            chosen.add(tag);
        }
        filter();
    }

    private void filter() {
        tagButtons.forEach((tag, button) -> button.getElement().setAttribute("aria-pressed", Boolean.toString(chosen.contains(tag))));
        workspaceButtons.forEach((id, button) -> button.getElement().setAttribute("aria-pressed", Boolean.toString(workspace.filter(id::equals).isPresent())));
        List<String> words = Stream.of(search.getValue().toLowerCase(Locale.ROOT).split("\\s+")).filter(w -> !w.isEmpty()).toList();
        List<Template> shown = all.stream().filter(t -> t.tags().containsAll(chosen)).filter(this::isOfWorkspace).filter(t -> words.stream().allMatch(text(t)::contains)).toList();
        found.setText(shown.size() == all.size() ? (all.size() == 1 ? "1 template" : all.size() + " templates") : shown.size() + " of " + all.size() + " templates");
        cards.removeAll();
        if (shown.isEmpty()) {
            cards.add(nothing());
        }
        shown.forEach(t -> cards.add(card(t)));
    }

    private boolean isOfWorkspace(Template template) {
        return workspace.isEmpty() || template.reach() instanceof Reach.Members members && members.workspace().equals(workspace.get());
    }

    /** What is searched. */
    private static String text(Template t) {
        String workspace = t.reach() instanceof Reach.Members members ? members.name() : "";
        return (t.title() + " " + t.description() + " " + String.join(" ", t.tags()) + " " + t.authorInWords() + " " + workspace).toLowerCase(Locale.ROOT);
    }

    private Div nothing() {
        String why = Stream.of(search.getValue().isBlank() ? "" : "contains '" + search.getValue().strip() + "'", chosen.isEmpty() ? "" : "has the tags " + String.join(", ", chosen),
                        workspace.map(id -> "is for members of " + workspaceButtons.get(id).getText()).orElse(""))
                .filter(w -> !w.isEmpty()).reduce((a, b) -> a + " and " + b).orElse("is there");
        var clear = new Button("Show all", e -> {
            chosen.clear();
            workspace = Optional.empty();
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
