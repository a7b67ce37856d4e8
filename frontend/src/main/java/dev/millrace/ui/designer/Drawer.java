package dev.millrace.ui.designer;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Severity;
import dev.millrace.document.PipelineDocument;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.Revision;
import dev.millrace.ui.shell.LocalTime;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Below the canvas: what is wrong, rows of a sample, the document, the revisions. Closed until asked for. */
final class Drawer extends Div {
    private static final int REVISIONS = 100;
    private final DesignService designs;
    private final PipelineDocument documents;
    private final Consumer<Diagnostic> go;
    private final Button problems = opener("Problems");
    private final Button document = opener("Document");
    private final Button revisions = opener("Revisions");
    private final Button rows = opener("Rows");
    private final RowsPanel rowsPanel;
    private Button open;
    private final Div content = new Div();
    private final Button fold = new Button();
    private Design design;

    Drawer(DesignService designs, PipelineDocument documents, RowsPanel rowsPanel, Consumer<Diagnostic> go) {
        this.rowsPanel = rowsPanel;
        this.designs = designs;
        this.documents = documents;
        this.go = go;
        addClassName("drawer");
        fold.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        fold.setText("Close");
        fold.setVisible(false);
        fold.addClickListener(e -> open(null));
        content.addClassName("drawer-content");
        content.getElement().setAttribute("role", "region");
        content.getElement().setAttribute("tabindex", "0");
        content.getElement().setAttribute("aria-label", "Below the canvas");
        var openers = new Div(problems, rows, document, revisions);
        var head = new Div(openers, fold);
        head.addClassName("drawer-head");
        add(head, content);
        content.setVisible(false);
    }

    private Button opener(String name) {
        var button = new Button(name);
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.getElement().setAttribute("aria-expanded", "false");
        button.addClickListener(e -> open(open == button ? null : button));
        return button;
    }

    private void open(Button chosen) {
        open = chosen;
        rowsPanel.opened(chosen == rows);
        for (Button button : List.of(problems, rows, document, revisions)) {
            button.getElement().setAttribute("aria-expanded", Boolean.toString(button == chosen));
        }
        draw();
    }

    void openRows() {
        open(rows);
    }

    void openProblems() {
        open(problems);
    }

    void show(Design newDesign) {
        design = newDesign;
        long errors = design.compilation().diagnostics().all().stream().filter(d -> d.severity() == Severity.ERROR).count();
        problems.setText(errors == 0 ? "Problems" : "Problems (" + errors + ")");
        rowsPanel.show(newDesign);
        if (open != rows) {
            draw();
        }
    }

    private void draw() {
        Button selected = open;
        content.setVisible(selected != null);
        fold.setVisible(selected != null);
        content.removeAll();
        if (design == null || selected == null) {
            return;
        }
        if (selected == problems) {
            drawProblems();
        } else if (selected == rows) {
            content.add(rowsPanel);
        } else if (selected == document) {
            drawDocument();
        } else {
            drawRevisions();
        }
    }

    private void drawProblems() {
        List<Diagnostic> all = design.compilation().diagnostics().all().stream().sorted(Comparator.comparing(Diagnostic::severity)).toList();
        if (all.isEmpty()) {
            content.add(new Paragraph("Nothing is wrong."));
        }
        for (Diagnostic diagnostic : all) {
            var sign = new Span(switch (diagnostic.severity()) {
                case ERROR -> "Error";
                case WARNING -> "Warning";
                case INFO -> "Note";
            });
            sign.addClassNames("severity", "severity-" + diagnostic.severity().name().toLowerCase(java.util.Locale.ROOT));
            var place = new Span(diagnostic.at().nodeOf().map(Object::toString).orElse("pipeline"));
            place.addClassName("node-id");
            var row = new NativeButton("", e -> go.accept(diagnostic));
            row.add(sign, place, new Span(diagnostic.message() + (diagnostic.hint().isEmpty() ? "" : ". " + diagnostic.hint())));
            row.addClassName("problem");
            row.getElement().setAttribute("data-code", diagnostic.code().name());
            content.add(row);
        }
    }

    private void drawDocument() {
        String yaml = documents.write(design.pipeline());
        var text = new Pre(yaml);
        text.addClassName("document");
        var copy = new Button("Copy", e -> getElement().executeJs("navigator.clipboard && navigator.clipboard.writeText($0)", yaml));
        copy.addThemeVariants(ButtonVariant.LUMO_SMALL);
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        String file = design.pipeline().name().replaceAll("[^A-Za-z0-9]+", "-") + ".yaml";
        var download = new Anchor(DownloadHandler.fromInputStream(e -> new DownloadResponse(new ByteArrayInputStream(bytes), file, "application/yaml",
                bytes.length)), "Download");
        var actions = new Div(copy, download);
        actions.addClassName("document-actions");
        content.add(actions, text);
    }

    private void drawRevisions() {
        for (Revision revision : designs.revisions(design.id()).stream().limit(REVISIONS).toList()) {
            var number = new Span("r" + revision.number());
            number.addClassName("node-id");
            var row = new Div(number, new LocalTime(revision.at()), new Span(revision.author()), new Span(revision.summary()));
            row.addClassName("revision");
            content.add(row);
        }
    }
}
