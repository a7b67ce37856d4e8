package dev.millrace.ui.dashboards;

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
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.dashboards.StoredDashboard;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;

/** All dashboards that a person may see. */
@Route(Places.DASHBOARDS)
@PageTitle("Dashboards · Millrace")
@PermitAll
@StyleSheet("context://dashboards.css")
public class DashboardsView extends Main {
    private final transient Dashboards dashboards;
    private final transient DesignService designs;
    private final transient Compiler compiler;
    private final transient Author author;
    private final TextField search = new TextField();
    private final Div cards = new Div();

    public DashboardsView(Dashboards dashboards, DesignService designs, Compiler compiler, AuthenticationContext authentication) {
        this.dashboards = dashboards;
        this.designs = designs;
        this.compiler = compiler;
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        addClassNames("plain-page", "dashboards");
        search.setPlaceholder("Search dashboards");
        search.setAriaLabel("Search dashboards");
        search.setClearButtonVisible(true);
        search.setMaxLength(200);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addValueChangeListener(e -> show());
        var add = new Button("New dashboard", e -> create());
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var bring = new Button("Import", e -> new ImportDialog(dashboards, author).open());
        bring.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        var tools = new Div(search, bring, add);
        tools.addClassName("dashboards-tools");
        var head = new Div(new H1("Dashboards"), tools);
        head.addClassNames("page-head", "dashboards-head");
        cards.addClassName("cards");
        add(head, cards);
        show();
    }

    private void create() {
        new NewDialog(dashboards, designs, compiler, author, java.util.Optional.empty()).open();
    }

    private void show() {
        String words = search.getValue().strip().toLowerCase(Locale.ROOT);
        List<StoredDashboard> all = dashboards.list(author.name());
        List<StoredDashboard> shown = all.stream().filter(d -> (d.dashboard().title() + "\n" + d.dashboard().description() + "\n" + d.owner()).toLowerCase(Locale.ROOT).contains(words)).toList();
        search.setVisible(!all.isEmpty());
        cards.removeAll();
        shown.forEach(d -> cards.add(card(d)));
        if (all.isEmpty()) {
            cards.add(empty());
        } else if (shown.isEmpty()) {
            cards.add(new Paragraph("No dashboard contains “" + search.getValue().strip() + "”."));
        }
    }

    private Div empty() {
        var empty = new Div(new H2("No dashboards yet"), new Paragraph("A dashboard is a page of tiles on live values: how fast a pipeline is, what its rows say, the largest of a topic. "
                + "You arrange it by dragging, share it by its link, and put it on a wall."), new Paragraph("Choose a pipeline to begin with, and its first tiles are there. "
                + "Templates bring a dashboard for the pipelines that are made of them."), new Button("New dashboard", e -> create()), Places.link(Places.TEMPLATES, "See the templates"));
        empty.addClassName("dashboard-empty");
        return empty;
    }

    private Div card(StoredDashboard d) {
        var name = Places.link(Places.of(d.id()), d.dashboard().title());
        name.addClassName("card-name");
        var wall = Places.link(Places.wallOf(d.id()), "On the wall");
        wall.getElement().setAttribute("aria-label", d.dashboard().title() + " on the wall");
        int tiles = d.dashboard().tiles().size();
        var foot = new Div(new Span(tiles == 1 ? "1 tile" : tiles + " tiles"), new Span(d.everybody() ? "everybody" : "private"), new Span("by " + d.owner()),
                new Span("changed " + Words.ago(d.changedAt())), wall);
        foot.addClassName("card-foot");
        var card = new Div(DashboardThumbnail.of(d.dashboard()), name, new Paragraph(d.dashboard().description().lines().findFirst().orElse("")), foot);
        card.addClassNames("card", "dashboard-card");
        return card;
    }
}
