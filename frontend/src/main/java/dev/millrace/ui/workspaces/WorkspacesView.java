package dev.millrace.ui.workspaces;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.server.design.Author;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.workspaces.Workspace;
import dev.millrace.server.workspaces.Workspaces;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** The workspaces that a person is in, and the way to a new one. */
@Route(Places.WORKSPACES)
@PageTitle("Workspaces · Millrace")
@PermitAll
@StyleSheet("context://gallery.css")
public class WorkspacesView extends Main {
    private final transient Workspaces workspaces;
    private final transient Templates templates;
    private final transient Author author;

    public WorkspacesView(Workspaces workspaces, Templates templates, AuthenticationContext authentication) {
        this.workspaces = workspaces;
        this.templates = templates;
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        addClassNames("plain-page", "workspaces");
        List<Workspace> all = workspaces.list(author.name());
        var head = new Div(new H1("Workspaces"));
        head.addClassName("page-head");
        add(Places.link(Places.TEMPLATES, "All templates"), head);
        if (all.isEmpty()) {
            add(empty());
            return;
        }
        head.add(newWorkspace());
        var cards = new Div();
        cards.addClassName("cards");
        all.forEach(w -> cards.add(card(w)));
        var words = new Paragraph("A workspace is a group of people. Its members, and nobody else, see the templates that are published to it.");
        words.addClassName("field-help");
        add(words, cards);
    }

    private Button newWorkspace() {
        var add = new Button("New workspace", e -> new NameDialog("New workspace", "", "Create",
                name -> Places.go(Places.of(workspaces.create(name, List.of(), author).id()))).open());
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        return add;
    }

    private Div empty() {
        var empty = new Div(new H2("You are in no workspace yet"), new Paragraph("A workspace is a group of people, such as a team. Make one and add those who are in it. Each of them can "
                + "then publish a template to it, under “Who sees it”: its members find the template in the gallery, and nobody else does."), newWorkspace());
        empty.addClassName("gallery-empty");
        return empty;
    }

    private Div card(Workspace workspace) {
        var name = Places.link(Places.of(workspace.id()), workspace.name());
        name.addClassName("card-name");
        int published = templates.in(workspace.id(), author.name()).size();
        var foot = new Div(new Span(WorkspaceView.members(workspace)), new Span(published == 1 ? "1 template" : published == 0 ? "no templates yet" : published + " templates"));
        foot.addClassName("card-foot");
        var card = new Div(name, new Paragraph(workspace.isOwnedBy(author.name()) ? "You own it" : "Owned by " + workspace.owner() + (workspace.has(author.name()) ? "" : "; you are not in it")), foot);
        card.addClassNames("card", "workspace-card");
        return card;
    }
}
