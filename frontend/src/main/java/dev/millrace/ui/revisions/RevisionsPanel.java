package dev.millrace.ui.revisions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.Revision;
import dev.millrace.ui.shell.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All saved states of a pipeline, newest first: they can be named, compared with one another and brought back. */
public final class RevisionsPanel extends Div {
    private static final int AT_ONCE = 50;

    private final DesignService designs;
    private final Author author;
    private final Checkbox named = new Checkbox("Named ones only", e -> list());
    private final UnorderedList rows = new UnorderedList();
    private final Paragraph none = new Paragraph();
    private final Button more = new Button("Show older ones");
    private final Div all = new Div();
    private final ComparisonPanel comparison;
    private Design newest;
    private boolean opened;
    /** A form in the list is open; it must not vanish while somebody types. */
    private boolean naming;
    private int most = AT_ONCE;

    /**
     * @param apply makes an edit that can be undone
     * @param drawing where two revisions are shown on the canvas
     */
    public RevisionsPanel(DesignService designs, PipelineDocument documents, NodeKinds kinds, Author author, Consumer<PipelineEdit> apply, ComparedDrawing drawing) {
        this.designs = designs;
        this.author = author;
        this.comparison = new ComparisonPanel(designs, documents, kinds, drawing, apply, this::back);
        addClassName("revisions");
        rows.addClassName("revision-list");
        rows.getElement().setAttribute("aria-label", "Revisions, newest first");
        more.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        more.addClickListener(e -> {
            most += AT_ONCE;
            list();
        });
        all.add(named, none, rows, more);
        add(all, comparison);
        comparison.setVisible(false);
    }

    /** Whether the panel can be seen; what it lists is read only then. */
    public void opened(boolean nowOpened) {
        opened = nowOpened;
        if (!opened) {
            comparison.leave();
        } else if (newest != null) {
            refresh();
        }
    }

    /** Shows the history as it is with this newest revision. */
    public void show(Design newNewest) {
        newest = newNewest;
        if (opened) {
            refresh();
        }
    }

    private void refresh() {
        if (comparison.isVisible()) {
            comparison.show(newest);
        } else if (!naming) {
            list();
        }
    }

    private void list() {
        naming = false;
        List<Revision> revisions = designs.revisions(newest.id()).stream().filter(r -> !named.getValue() || !r.name().isEmpty()).toList();
        rows.removeAll();
        revisions.stream().limit(most).forEach(r -> rows.add(row(r)));
        none.setVisible(revisions.isEmpty());
        none.setText("No revision has a name yet. Name one that you will want to find again, as before a great change.");
        more.setVisible(revisions.size() > most);
    }

    private ListItem row(Revision revision) {
        var number = new Span("r" + revision.number());
        number.addClassName("node-id");
        var what = new Div();
        what.addClassName("revision-what");
        if (!revision.name().isEmpty()) {
            var name = new Span(revision.name());
            name.addClassName("revision-name");
            name.setTitle("Named by " + revision.namedBy());
            what.add(name);
        }
        what.add(new Span(revision.summary()));
        if (!revision.reason().isEmpty()) {
            var reason = new Span("“" + revision.reason() + "”");
            reason.addClassName("field-help");
            what.add(reason);
        }
        var item = new ListItem();
        var name = action(revision.name().isEmpty() ? "Name" : "Rename", revision);
        name.addClickListener(e -> name(revision, item));
        var compare = action("Compare", revision);
        compare.addClickListener(e -> compare(revision));
        compare.setEnabled(newest.revision() > 1);
        var actions = new Div(name, compare);
        actions.addClassName("revision-actions");
        item.add(number, new LocalTime(revision.at()), new Span(revision.author()), what, actions);
        item.addClassName("revision");
        item.getElement().setAttribute("data-revision", Long.toString(revision.number()));
        return item;
    }

    private static Button action(String word, Revision revision) {
        var button = new Button(word);
        button.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        button.setAriaLabel(word + " revision " + revision.number());
        return button;
    }

    private void name(Revision revision, ListItem item) {
        if (naming) {
            list();
            rows.getChildren().map(ListItem.class::cast).filter(i -> i.getElement().getAttribute("data-revision").equals(Long.toString(revision.number()))).findFirst()
                    .ifPresent(i -> name(revision, i));
            return;
        }
        naming = true;
        item.add(new NameForm(revision, name -> {
            designs.name(newest.id(), revision.number(), name, author);
            done(revision);
        }, () -> {
            designs.unname(newest.id(), revision.number());
            done(revision);
        }, () -> done(revision)));
    }

    /** The list anew, with the focus where it was. */
    private void done(Revision revision) {
        list();
        focus(revision.number());
    }

    private void focus(long revision) {
        rows.getElement().executeJs("this.querySelector(`[data-revision='${$0}'] vaadin-button`)?.focus()", Long.toString(revision));
    }

    private void compare(Revision revision) {
        long other = revision.number() == newest.revision() ? newest.revision() - 1 : newest.revision();
        all.setVisible(false);
        comparison.setVisible(true);
        comparison.compare(newest, revision.number(), other);
    }

    private void back() {
        Optional<Long> chosen = comparison.chosen();
        comparison.leave();
        comparison.setVisible(false);
        all.setVisible(true);
        list();
        chosen.ifPresent(this::focus);
    }
}
