package dev.millrace.ui.preview;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.RowJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Rows with their columns, with what became of each, and with what kind of change each is where not all are new rows. */
final class RowsGrid extends Grid<RowsGrid.Shown> {
    private static final Map<String, String> KINDS = Map.of("+I", "new", "-U", "old value", "+U", "new value", "-D", "deleted");
    private final List<Shown> all = new ArrayList<>();

    /** @param index place among all rows */
    record Shown(int index, String kind, JsonNode row, String words) {}

    /** @param words something about each row; empty: nothing is said @param about what these words are about */
    RowsGrid(List<Preview.Row> rows, List<String> words, String about) {
        for (int i = 0; i < rows.size(); i++) {
            all.add(new Shown(i, rows.get(i).kind(), RowJson.read(rows.get(i).json()), i < words.size() ? words.get(i) : ""));
        }
        addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_ROW_STRIPES);
        setSelectionMode(SelectionMode.NONE);
        if (all.stream().anyMatch(r -> !r.kind().equals("+I"))) {
            addColumn(r -> r.kind() + " " + KINDS.getOrDefault(r.kind(), "")).setHeader("Change").setAutoWidth(true).setFlexGrow(0);
        }
        var names = new LinkedHashSet<String>();
        all.forEach(r -> names.addAll(r.row().propertyNames()));
        for (String name : names) {
            addColumn(r -> RowJson.text(r.row().path(name))).setHeader(name).setAutoWidth(true).setResizable(true).setTooltipGenerator(r -> RowJson.text(r.row().path(name)));
        }
        if (!words.isEmpty()) {
            // In sight however many columns there are.
            addColumn(Shown::words).setHeader(about).setWidth("190px").setFlexGrow(0).setResizable(true).setFrozenToEnd(true).setTooltipGenerator(Shown::words);
        }
        setItems(all);
    }

    /** Shows only these rows; empty: all. */
    void only(List<Boolean> wanted) {
        setItems(wanted.isEmpty() ? all : all.stream().filter(r -> wanted.get(r.index())).toList());
    }
}
