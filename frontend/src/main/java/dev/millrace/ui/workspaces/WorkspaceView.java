package dev.millrace.ui.workspaces;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dependency.StyleSheet;
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
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.server.design.Author;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.workspaces.UnknownWorkspace;
import dev.millrace.server.workspaces.Workspace;
import dev.millrace.server.workspaces.WorkspaceId;
import dev.millrace.server.workspaces.WorkspaceRefused;
import dev.millrace.server.workspaces.Workspaces;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** One workspace: who is in it, which templates its members see, and for its owner the way to change it. */
@Route(Places.WORKSPACE)
@PermitAll
@StyleSheet("context://gallery.css")
public class WorkspaceView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final int MOST_NAMED = 8;

    private final transient Workspaces workspaces;
    private final transient Templates templates;
    private final transient Users users;
    private final transient Author author;
    private final transient List<Template> seen;
    /** Who shall be added; drawn anew with the page. */
    private ComboBox<String> who = new ComboBox<>();
    private transient Workspace workspace;
    private transient List<Template> published = List.of();

    public WorkspaceView(Workspaces workspaces, Templates templates, Users users, AuthenticationContext authentication) {
        this.workspaces = workspaces;
        this.templates = templates;
        this.users = users;
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        this.seen = templates.list(author.name());
        addClassNames("plain-page", "workspace-page");
    }

    @Override public String getPageTitle() {
        return workspace.name() + " · Millrace";
    }

    @Override public void beforeEnter(BeforeEnterEvent event) {
        WorkspaceId id = event.getRouteParameters().get("id").flatMap(WorkspaceId::parse).orElseThrow(() -> new NotFoundException("There is no such workspace."));
        try {
            show(workspaces.get(id, author.name()));
        } catch (UnknownWorkspace unknown) {
            throw new NotFoundException(unknown.getMessage() + ".");
        }
    }

    /** "3 members". */
    static String members(Workspace workspace) {
        return workspace.members().size() == 1 ? "1 member" : workspace.members().size() + " members";
    }

    private void show(Workspace newest) {
        workspace = newest;
        published = templates.in(workspace.id(), author.name());
        boolean mayChange = workspaces.mayChange(workspace, author.name());
        var head = new Div(new H1(workspace.name()));
        head.addClassName("page-head");
        if (mayChange) {
            head.add(tertiary("Rename…", this::rename));
        }
        if (workspace.has(author.name()) && !workspace.isOwnedBy(author.name())) {
            head.add(tertiary("Leave…", () -> takeOut(author.name())));
        }
        if (mayChange) {
            Button delete = tertiary("Delete…", this::delete);
            delete.addThemeVariants(ButtonVariant.LUMO_ERROR);
            head.add(delete);
        }
        var whose = new Paragraph(members(workspace) + ", owned by " + (workspace.isOwnedBy(author.name()) ? "you" : workspace.owner()) + ". "
                + (workspace.has(workspace.owner()) ? "" : workspace.owner() + " is no user here any more; an administrator can make a member the owner. ")
                + (workspace.has(author.name()) ? "" : "You are not in it, and see its templates only when you add yourself."));
        whose.addClassName("field-help");
        removeAll();
        add(Places.link(Places.WORKSPACES, "All workspaces"), head, whose, people(mayChange), published());
    }

    private static Button tertiary(String words, Runnable action) {
        var button = new Button(words, e -> action.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        return button;
    }

    private Section people(boolean mayChange) {
        var list = new UnorderedList();
        list.addClassName("workspace-list");
        workspace.members().forEach(member -> list.add(person(member, mayChange)));
        var section = new Section(new H2("Members"));
        section.getElement().setAttribute("aria-label", "Members");
        if (mayChange) {
            section.add(adding());
        }
        section.add(list);
        return section;
    }

    private ListItem person(String member, boolean mayChange) {
        var name = new Span(member);
        name.addClassName("workspace-person");
        var item = new ListItem(name);
        boolean owner = workspace.isOwnedBy(member);
        String words = owner && member.equals(author.name()) ? "owner, you" : owner ? "owner" : member.equals(author.name()) ? "you" : "";
        var role = new Span(words);
        role.addClassName("field-help");
        item.add(role);
        if (mayChange && !owner) {
            Button handOn = tertiary("Make owner…", () -> handOn(member));
            handOn.addThemeVariants(ButtonVariant.LUMO_SMALL);
            handOn.setAriaLabel("Make " + member + " the owner");
            Button remove = tertiary("Remove…", () -> takeOut(member));
            remove.addThemeVariants(ButtonVariant.LUMO_SMALL);
            remove.setAriaLabel("Remove " + member);
            item.add(handOn, remove);
        }
        return item;
    }

    /** A field with those who are not in it yet. */
    private Div adding() {
        who = new ComboBox<>("Add somebody");
        List<String> others = users.list().stream().map(User::name).filter(name -> !workspace.has(name)).toList();
        who.setItems(others);
        who.setManualValidation(true);
        who.setPlaceholder("Name of a user");
        who.setEnabled(!others.isEmpty());
        who.setHelperText(others.isEmpty() ? "Everybody here is in it" : "");
        // What is typed and is nobody's name is told, not forgotten.
        who.setAllowCustomValue(true);
        who.addCustomValueSetListener(e -> who.setValue(e.getDetail().strip()));
        who.addValueChangeListener(e -> who.setInvalid(false));
        var add = new Button("Add", e -> {
            String user = who.getValue() == null ? "" : who.getValue();
            if (user.isEmpty()) {
                refuse("Choose somebody first");
                return;
            }
            try {
                show(workspaces.add(workspace.id(), user, author));
                who.focus();
                Notices.tell(user + " is a member now");
            } catch (WorkspaceRefused | AdministratorsOnly | UnknownWorkspace refused) {
                refuse(refused.getMessage());
            }
        });
        add.setEnabled(!others.isEmpty());
        add.setAriaLabel("Add to the workspace");
        var form = new Div(who, add);
        form.addClassName("inline-form");
        return form;
    }

    private void refuse(String why) {
        who.setErrorMessage(why);
        who.setInvalid(true);
        who.focus();
    }

    private Section published() {
        var section = new Section(new H2("Templates"));
        section.getElement().setAttribute("aria-label", "Templates");
        if (published.isEmpty()) {
            section.add(new Paragraph("None yet. Press “Make a template…” in the designer, and choose this workspace under “Who sees it”."));
            return section;
        }
        var list = new UnorderedList();
        list.addClassName("workspace-list");
        boolean found = false;
        for (Template template : published) {
            boolean mine = seen.stream().anyMatch(t -> t.id().equals(template.id()));
            found |= mine;
            var by = new Span("by " + template.owner() + ", version " + template.version());
            by.addClassName("field-help");
            list.add(new ListItem(mine ? Places.link(Places.template(template.id()), template.title()) : new Span(template.title()), by));
        }
        section.add(list);
        if (found) {
            section.add(Places.link(Places.templatesOf(workspace.id()), "See them in the gallery"));
        }
        return section;
    }

    private void rename() {
        new NameDialog("Rename “" + workspace.name() + "”", workspace.name(), "Rename", name -> {
            show(workspaces.rename(workspace.id(), name, author));
            Notices.tell("It is called “" + name + "” now");
        }).open();
    }

    private void handOn(String member) {
        ask("Make " + member + " the owner?", member + " can then rename and delete “" + workspace.name() + "”, and say who is in it. Its owner until now stays a member.",
                "Make owner", false, () -> {
                    show(workspaces.handOn(workspace.id(), member, author));
                    Notices.tell(member + " owns it now");
                });
    }

    private void takeOut(String member) {
        boolean me = member.equals(author.name());
        ask(me ? "Leave “" + workspace.name() + "”?" : "Remove " + member + "?", (me ? "You no longer see its templates, but for your own. " : member + " no longer sees the templates of “" + workspace.name() + "”, but for own ones. ")
                + "Pipelines that were made of them stay.", me ? "Leave" : "Remove", true, () -> {
                    workspaces.remove(workspace.id(), member, author);
                    Notices.tell(me ? "You left “" + workspace.name() + "”" : member + " is no member any more");
                    again();
                    who.focus();
                });
    }

    /** Says first which templates only their owners would see then. */
    private void delete() {
        published = templates.in(workspace.id(), author.name());
        var words = new Div();
        if (published.isEmpty()) {
            words.add(new Paragraph("No template is published to it."));
        } else {
            words.add(new Paragraph(published.size() == 1 ? "This template becomes private: only its owner sees it from then on." : "These " + published.size() + " templates become private: only their owners see them from then on."));
            var list = new UnorderedList();
            published.stream().limit(MOST_NAMED).forEach(t -> list.add(new ListItem("“" + t.title() + "” by " + t.owner())));
            if (published.size() > MOST_NAMED) {
                list.add(new ListItem("and " + (published.size() - MOST_NAMED) + " more"));
            }
            words.add(list, new Paragraph("Pipelines that were made of them stay."));
        }
        ConfirmDialog dialog = question("Delete “" + workspace.name() + "”?", "Delete", true, () -> {
            workspaces.delete(workspace.id(), author);
            Notices.tell("“" + workspace.name() + "” was deleted");
            Places.go(Places.WORKSPACES);
        });
        dialog.setText(words);
        dialog.open();
    }

    private void ask(String title, String words, String action, boolean grave, Runnable done) {
        ConfirmDialog dialog = question(title, action, grave, done);
        dialog.setText(words);
        dialog.open();
    }

    private ConfirmDialog question(String title, String action, boolean grave, Runnable done) {
        var dialog = new ConfirmDialog();
        dialog.setHeader(title);
        dialog.setCancelable(true);
        dialog.setConfirmText(action);
        dialog.setConfirmButtonTheme(grave ? "error primary" : "primary");
        dialog.addConfirmListener(e -> {
            try {
                done.run();
            } catch (WorkspaceRefused | AdministratorsOnly | UnknownWorkspace refused) {
                // Somebody has changed it since this page was drawn.
                Notices.warn(refused.getMessage());
                again();
            }
        });
        return dialog;
    }

    private void again() {
        try {
            show(workspaces.get(workspace.id(), author.name()));
        } catch (UnknownWorkspace gone) {
            Places.go(Places.WORKSPACES);
        }
    }
}
