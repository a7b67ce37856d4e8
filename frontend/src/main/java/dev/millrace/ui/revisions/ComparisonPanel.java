package dev.millrace.ui.revisions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import dev.millrace.document.DifferenceWords;
import dev.millrace.document.LineDifference;
import dev.millrace.document.PipelineDifference;
import dev.millrace.document.PipelineDifference.Change;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.Revision;
import dev.millrace.ui.shell.Notices;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How two revisions differ: in sentences, on the drawing, or line by line. And the way back to either. */
final class ComparisonPanel extends Div {
    /** So many lines or sentences are shown; more can be downloaded, or asked for over REST. */
    private static final int MOST = 2_000;

    /** In which form the difference is shown. */
    private enum View {
        WORDS("In words"), DRAWING("On the drawing"), LINES("Line by line");

        private final String title;

        View(String title) {
            this.title = title;
        }
    }

    private final DesignService designs;
    private final PipelineDocument documents;
    private final NodeKinds kinds;
    private final ComparedDrawing drawing;
    private final Consumer<PipelineEdit> apply;
    private final H2 title = new H2();
    private final ComboBox<Revision> with = new ComboBox<>();
    private final Map<View, Button> views = new EnumMap<>(View.class);
    private final Div restores = new Div();
    private final Div content = new Div();
    private View view = View.WORDS;
    private Design newest;
    private long chosen;
    private long other;

    /** @param back shows the list of revisions again */
    ComparisonPanel(DesignService designs, PipelineDocument documents, NodeKinds kinds, ComparedDrawing drawing, Consumer<PipelineEdit> apply, Runnable back) {
        this.designs = designs;
        this.documents = documents;
        this.kinds = kinds;
        this.drawing = drawing;
        this.apply = apply;
        addClassName("comparison");
        with.setAriaLabel("The other revision");
        with.setWidth("300px");
        with.addValueChangeListener(e -> {
            if (e.isFromClient() && e.getValue() != null) {
                other = e.getValue().number();
                draw();
            }
        });
        var list = new Button("All revisions", e -> back.run());
        list.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        var choices = new Div();
        choices.addClassName("comparison-views");
        choices.getElement().setAttribute("role", "group");
        choices.getElement().setAttribute("aria-label", "How the difference is shown");
        for (View each : View.values()) {
            var button = new Button(each.title, e -> view(each));
            button.addThemeVariants(ButtonVariant.LUMO_SMALL);
            views.put(each, button);
            choices.add(button);
        }
        restores.addClassName("comparison-restores");
        var head = new Div(list, title, with, choices, restores);
        head.addClassName("comparison-head");
        content.addClassName("comparison-content");
        add(head, content);
        drawing.onClose(() -> view(View.WORDS));
    }

    /** The revision that was chosen from the list, while it is compared. */
    Optional<Long> chosen() {
        return chosen == 0 ? Optional.empty() : Optional.of(chosen);
    }

    void compare(Design newNewest, long revision, long otherRevision) {
        chosen = revision;
        other = otherRevision;
        view = View.WORDS;
        newest = null;
        show(newNewest);
        with.focus();
    }

    /** Shows the same while somebody draws on; what was compared with the newest one still is. */
    void show(Design newNewest) {
        if (newest != null && other == newest.revision() && chosen != newNewest.revision()) {
            other = newNewest.revision();
        }
        newest = newNewest;
        draw();
    }

    /** What lies over the canvas goes. */
    void leave() {
        drawing.clear();
    }

    private void view(View wanted) {
        view = wanted;
        draw();
    }

    private void draw() {
        List<Revision> revisions = designs.revisions(newest.id());
        with.setItems(revisions.stream().filter(r -> r.number() != chosen).toList());
        with.setItemLabelGenerator(r -> r.number() == newest.revision() ? "the present one, " + r.title() : r.title() + ", " + r.author() + ": " + r.summary());
        revisions.stream().filter(r -> r.number() == other).findFirst().ifPresent(with::setValue);
        title.setText(revisions.stream().filter(r -> r.number() == chosen).map(Revision::title).findFirst().orElse("r" + chosen) + " compared with");
        views.forEach((each, button) -> button.getElement().setAttribute("aria-pressed", Boolean.toString(each == view)));
        restores.removeAll();
        for (long revision : new long[] {chosen, other}) {
            if (revision != newest.revision()) {
                var restore = new Button("Restore r" + revision, e -> restore(revision));
                restore.addThemeVariants(ButtonVariant.LUMO_SMALL);
                restore.setTooltipText("Makes a new revision that is as r" + revision + " was. Undo takes it back");
                restores.add(restore);
            }
        }
        Design older = designs.open(newest.id(), Math.min(chosen, other));
        Design newer = designs.open(newest.id(), Math.max(chosen, other));
        var difference = PipelineDifference.between(older.pipeline(), newer.pipeline(), documents);
        content.removeAll();
        content.add(summary(older, newer, difference));
        if (view == View.LINES) {
            lines(older, newer);
        } else {
            words(difference, new DifferenceWords(kinds, older.pipeline(), newer.pipeline()));
        }
        if (view == View.DRAWING) {
            drawing.show(older, newer, difference);
        } else {
            drawing.clear();
        }
    }

    private static Paragraph summary(Design older, Design newer, PipelineDifference difference) {
        int changes = difference.changes().size();
        var summary = new Paragraph(changes > 0 ? "r" + newer.revision() + " differs from r" + older.revision() + (changes == 1 ? " in one place." : " in " + changes + " places.")
                : "r" + newer.revision() + " means the same as r" + older.revision() + (difference.looks().isEmpty() ? ", and looks the same." : "; only its looks differ."));
        summary.getElement().setAttribute("role", "status");
        return summary;
    }

    private void words(PipelineDifference difference, DifferenceWords words) {
        if (!difference.changes().isEmpty()) {
            content.add(list(difference.changes(), words));
        }
        if (!difference.looks().isEmpty()) {
            int places = difference.looks().size();
            content.add(new Details("Looks only: " + (places == 1 ? "1 place" : places + " places"), list(difference.looks(), words)));
        }
    }

    private static Component list(List<Change> changes, DifferenceWords words) {
        var list = new UnorderedList();
        list.addClassName("difference-list");
        changes.stream().limit(MOST).forEach(change -> list.add(item(change, words)));
        if (changes.size() > MOST) {
            list.add(new ListItem("and " + (changes.size() - MOST) + " more"));
        }
        return list;
    }

    private static ListItem item(Change change, DifferenceWords words) {
        var item = new ListItem(Signs.of(change.sign()), new Span(words.sentence(change)));
        if (DifferenceWords.isCut(change)) {
            var both = new Div(value("Before", change.before()), value("After", change.after()));
            both.addClassName("difference-values");
            item.add(both);
        }
        return item;
    }

    private static Div value(String when, Optional<Object> value) {
        var name = new Span(when);
        name.addClassName("field-help");
        return new Div(name, new Pre(value.map(DifferenceWords::text).orElse("not set")));
    }

    private void lines(Design older, Design newer) {
        Optional<LineDifference> difference = LineDifference.between(documents.write(older.pipeline()), documents.write(newer.pipeline()));
        if (difference.isEmpty()) {
            content.add(new Paragraph("The documents are too long and too different to be compared line by line. In words they are."));
            return;
        }
        List<LineDifference.Line> all = difference.get().lines();
        if (all.isEmpty()) {
            return;
        }
        byte[] bytes = difference.get().text().getBytes(StandardCharsets.UTF_8);
        String file = "r" + older.revision() + "-r" + newer.revision() + ".diff";
        content.add(new Anchor(DownloadHandler.fromInputStream(e -> new DownloadResponse(new ByteArrayInputStream(bytes), file, "text/plain", bytes.length)), "Download"));
        var sheet = new Pre();
        sheet.addClassNames("document", "difference-lines");
        runs(all.subList(0, Math.min(all.size(), MOST))).forEach(sheet::add);
        content.add(sheet);
        if (all.size() > MOST) {
            content.add(new Paragraph("and " + (all.size() - MOST) + " more lines in the download"));
        }
    }

    /** Lines with the same mark as one piece of the page. */
    private static List<Span> runs(List<LineDifference.Line> lines) {
        var runs = new ArrayList<Span>();
        for (int from = 0, to; from < lines.size(); from = to) {
            LineDifference.Mark mark = lines.get(from).mark();
            var text = new StringBuilder();
            for (to = from; to < lines.size() && lines.get(to).mark() == mark; to++) {
                text.append(lines.get(to)).append('\n');
            }
            var run = new Span(text.toString());
            run.addClassName("line-" + mark.name().toLowerCase(Locale.ROOT));
            runs.add(run);
        }
        return runs;
    }

    private void restore(long revision) {
        Design present = designs.open(newest.id());
        Design wanted = designs.open(newest.id(), revision);
        if (present.pipeline().equals(wanted.pipeline())) {
            Notices.tell("The pipeline is as in revision " + revision + " already");
            return;
        }
        long before = newest.revision();
        apply.accept(DesignService.restoring(present, wanted));
        // Who made the edit has shown its revision here by now, unless it was refused.
        if (newest.revision() > before) {
            Notices.tell("Revision " + revision + " is restored, as revision " + newest.revision() + ". Undo takes it back");
        }
    }
}
