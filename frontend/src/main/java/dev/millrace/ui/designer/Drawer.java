package dev.millrace.ui.designer;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.Fix;
import dev.millrace.compile.Fixes;
import dev.millrace.compile.PlanText;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Severity;
import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.design.Design;
import dev.millrace.server.export.ProjectExport;
import dev.millrace.server.export.SqlScripts;
import dev.millrace.ui.preview.RowsPanel;
import dev.millrace.ui.printed.PrintedPanel;
import dev.millrace.ui.revisions.RevisionsPanel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Below the canvas: what is wrong, rows of a sample, the document, the SQL, the plan, the revisions. Closed until asked for. */
final class Drawer extends Div {
    private final PipelineDocument documents;
    private final SqlScripts scripts;
    private final ProjectExport projects;
    private final Fixes fixes;
    private final Consumer<Diagnostic> go;
    private final Consumer<PipelineEdit> apply;
    private final Button problems = opener("Problems");
    private final Button document = opener("Document");
    private final Button sql = opener("SQL");
    private final Button plan = opener("Plan");
    private final Button revisions = opener("Revisions");
    private final Button rows = opener("Rows");
    private final Button printed = opener("Printed");
    private final RowsPanel rowsPanel;
    private final PrintedPanel printedPanel;
    private final RevisionsPanel revisionsPanel;
    private Button open;
    private final Div content = new Div();
    private final Button fold = new Button();
    private Design design;
    private Diagnostics found = Diagnostics.NONE;
    /** The problems that are on the page; null while something else is. */
    private List<Problem> listed;

    /** What is said, and what would answer it. */
    private record Problem(Diagnostic diagnostic, List<Fix> fixes) {}

    /**
     * @param go shows the place of a diagnostic
     * @param apply makes an edit that can be undone
     */
    Drawer(PipelineDocument documents, SqlScripts scripts, ProjectExport projects, RowsPanel rowsPanel, PrintedPanel printedPanel, RevisionsPanel revisionsPanel, Fixes fixes,
            Consumer<Diagnostic> go, Consumer<PipelineEdit> apply) {
        this.fixes = fixes;
        this.apply = apply;
        this.scripts = scripts;
        this.projects = projects;
        this.rowsPanel = rowsPanel;
        this.printedPanel = printedPanel;
        this.revisionsPanel = revisionsPanel;
        printed.setVisible(false);
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
        var openers = new Div(problems, rows, printed, document, sql, plan, revisions);
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
        revisionsPanel.opened(chosen == revisions);
        for (Button button : List.of(problems, rows, printed, document, sql, plan, revisions)) {
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

    /** @param running what log sinks write there is shown; empty where nothing runs that has some */
    void showPrinted(Optional<Deployment> running, Design deployed) {
        printed.setVisible(running.isPresent());
        running.ifPresent(d -> printedPanel.show(d.id(), deployed.compilation()));
        if (running.isEmpty() && open == printed) {
            open(null);
        }
    }

    /** @param newFound all that is to be said of it, by the compiler and by others */
    void show(Design newDesign, Diagnostics newFound) {
        design = newDesign;
        found = newFound;
        long errors = found.all().stream().filter(d -> d.severity() == Severity.ERROR).count();
        problems.setText(errors == 0 ? "Problems" : "Problems (" + errors + ")");
        rowsPanel.show(newDesign);
        revisionsPanel.show(newDesign);
        if (open != rows && open != printed && open != revisions) {
            draw();
        }
    }

    private void draw() {
        Button selected = open;
        content.setVisible(selected != null);
        fold.setVisible(selected != null);
        List<Problem> now = design == null || selected != problems ? null : problems();
        // What can be pressed stays where nothing about it has changed.
        if (now != null && now.equals(listed)) {
            return;
        }
        listed = now;
        content.removeAll();
        if (design == null || selected == null) {
            return;
        }
        if (selected == problems) {
            drawProblems(now);
        } else if (selected == rows) {
            content.add(rowsPanel);
        } else if (selected == printed) {
            content.add(printedPanel);
        } else if (selected == document) {
            drawDocument();
        } else if (selected == sql) {
            drawSql();
        } else if (selected == plan) {
            drawPlan();
        } else {
            content.add(revisionsPanel);
        }
    }

    private List<Problem> problems() {
        return found.all().stream().sorted(Comparator.comparing(Diagnostic::severity)).map(d -> new Problem(d, fixes.of(d, design.compilation()))).toList();
    }

    private void drawProblems(List<Problem> all) {
        if (all.isEmpty()) {
            content.add(new Paragraph("Nothing is wrong."));
        }
        for (Problem problem : all) {
            Diagnostic diagnostic = problem.diagnostic();
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
            var line = new Div(row);
            line.addClassName("problem-line");
            for (Fix fix : problem.fixes()) {
                var button = new Button(fix.label(), e -> apply.accept(fix.edit()));
                button.addThemeVariants(ButtonVariant.LUMO_SMALL);
                line.add(button);
            }
            content.add(line);
        }
    }

    private void drawSql() {
        design.compilation().plan().ifPresentOrElse(
                plan -> {
                    var sheet = new TextSheet(scripts.script(plan), fileName(".sql"), "application/sql", "For Flink's SQL client. It runs without Millrace.");
                    sheet.offer(new ProjectDownload(design, projects));
                    content.add(sheet);
                },
                this::drawNotWhole);
    }

    private void drawPlan() {
        design.compilation().plan().ifPresentOrElse(
                plan -> content.add(new TextSheet(PlanText.write(plan), fileName(".plan.txt"), "text/plain",
                        "What each output of each node computes, with its columns. Read it from the bottom: what is indented comes first.")),
                this::drawNotWhole);
    }

    private void drawNotWhole() {
        var go = new Button("Show problems", e -> openProblems());
        go.addThemeVariants(ButtonVariant.LUMO_SMALL);
        content.add(new Paragraph("The drawing has errors, so there is nothing to write yet."), go);
    }

    private void drawDocument() {
        content.add(new TextSheet(documents.write(design.pipeline()), fileName(".yaml"), "application/yaml", "The whole pipeline as it is stored. New pipeline takes it back."));
    }

    private String fileName(String ending) {
        return design.pipeline().name().replaceAll("[^A-Za-z0-9]+", "-") + ending;
    }
}
