package dev.millrace.ui.columns;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableBody;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeader;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.select.SelectVariant;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.columns.Proposal.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The lines of a proposal, to take, to leave, and to give another type. */
final class ProposalTable extends Div {
    private final Runnable changed;
    private final boolean canBeRequired;
    private final List<ColumnChoice> lines = new ArrayList<>();

    /** @param changed is called after each choice */
    ProposalTable(boolean canBeRequired, Runnable changed) {
        this.canBeRequired = canBeRequired;
        this.changed = changed;
        addClassName("proposal-table");
        getElement().setAttribute("tabindex", "0").setAttribute("role", "region").setAttribute("aria-label", "Proposed columns");
    }

    List<ColumnChoice> lines() {
        return List.copyOf(lines);
    }

    void show(List<ColumnChoice> newLines) {
        lines.clear();
        lines.addAll(newLines);
        removeAll();
        if (lines.isEmpty()) {
            return;
        }
        boolean sampled = lines.stream().flatMap(l -> l.proposed().stream()).anyMatch(p -> p.seen().isPresent());
        var table = new NativeTable();
        var head = new NativeTableRow();
        List.of("Take", "Column", "Type").forEach(name -> head.add(new NativeTableHeaderCell(name)));
        if (sampled) {
            List.of("Fits", "Missing").forEach(name -> head.add(new NativeTableHeaderCell(name)));
        }
        if (canBeRequired) {
            head.add(new NativeTableHeaderCell("Required"));
        }
        head.add(new NativeTableHeaderCell("Notes"));
        head.getChildren().forEach(cell -> cell.getElement().setAttribute("scope", "col"));
        var header = new NativeTableHeader();
        header.add(head);
        var body = new NativeTableBody();
        for (int i = 0; i < lines.size(); i++) {
            body.add(row(i, sampled));
        }
        table.add(header, body);
        add(table);
    }

    private NativeTableRow row(int index, boolean sampled) {
        ColumnChoice line = lines.get(index);
        var row = new NativeTableRow();
        row.getElement().setAttribute("data-column", line.name());
        row.add(new NativeTableCell(box(line.take(), "Take " + line.name(), take -> replace(index, lines.get(index).taken(take)))));
        var name = new NativeTableCell(new Span(line.name()));
        name.addClassName("column-name");
        var fits = number("");
        Runnable tellFits = () -> fits.setText(lines.get(index).fits().map(ProposalTable::percent).orElse(""));
        tellFits.run();
        row.add(name, new NativeTableCell(type(index, tellFits)));
        if (sampled) {
            Optional<Seen> seen = line.proposed().flatMap(Proposed::seen);
            row.add(fits, number(seen.map(ProposalTable::nulls).orElse("")));
        }
        if (canBeRequired) {
            row.add(new NativeTableCell(box(line.required(), line.name() + " is required", required -> replace(index, lines.get(index).required(required)))));
        }
        row.add(new NativeTableCell(new Span(note(line))));
        return row;
    }

    private void replace(int index, ColumnChoice line) {
        lines.set(index, line);
        changed.run();
    }

    private static Checkbox box(boolean on, String name, Consumer<Boolean> listener) {
        var box = new Checkbox(on);
        box.setAriaLabel(name);
        box.addValueChangeListener(e -> listener.accept(e.getValue()));
        return box;
    }

    private Component type(int index, Runnable chosen) {
        ColumnChoice line = lines.get(index);
        if (line.types().size() < 2) {
            var type = new Span(line.type());
            type.addClassName("column-type");
            return type;
        }
        var select = new Select<String>();
        select.addThemeVariants(SelectVariant.LUMO_SMALL);
        select.setItems(line.types());
        select.setValue(line.type());
        select.setItemLabelGenerator(t -> line.declared().filter(d -> d.type().equals(t)).isPresent() ? t + " (as now)" : t);
        select.setAriaLabel("Type of " + line.name());
        select.addValueChangeListener(e -> {
            replace(index, lines.get(index).as(e.getValue()));
            chosen.run();
        });
        return select;
    }

    private static NativeTableCell number(String text) {
        var cell = new NativeTableCell(text);
        cell.addClassName("number-cell");
        return cell;
    }

    private static String note(ColumnChoice line) {
        if (line.proposed().isEmpty()) {
            return "Declared now, not seen here";
        }
        Proposed proposed = line.proposed().get();
        String misfits = line.declared().isPresent() && proposed.declared().filter(fits -> fits < proposed.fits()).isPresent()
                ? percent(proposed.declared().get()) + " fit " + line.declared().get().type() + ", as declared now. " : "";
        String nullable = proposed.seen().isEmpty() && proposed.nullable() ? "May be NULL" : "";
        return misfits + (proposed.note().isEmpty() ? nullable : proposed.note());
    }

    /** Those that lack a value, and how. */
    private static String nulls(Seen seen) {
        int missing = seen.nulls() + seen.absent();
        return missing == 0 ? "never" : percent(seen.records() == 0 ? 0 : (double) missing / seen.records());
    }

    static String percent(double share) {
        return share > 0 && share < 0.005 ? "< 1 %" : share < 1 && share > 0.995 ? "> 99 %" : Math.round(share * 100) + " %";
    }
}
