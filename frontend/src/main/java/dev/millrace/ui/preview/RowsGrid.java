package dev.millrace.ui.preview;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import dev.millrace.server.preview.Preview;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows with their columns, and with what kind of change each is where not all are new rows. */
final class RowsGrid extends Grid<RowsGrid.Shown> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> KINDS = Map.of("+I", "new", "-U", "old value", "+U", "new value", "-D", "deleted");

    record Shown(String kind, JsonNode row, String note) {}

    /** @param note something about a row, or null where nothing is said of any */
    RowsGrid(List<Preview.Row> rows, java.util.function.Function<Preview.Row, String> note, String noteHeader) {
        var shown = rows.stream().map(r -> new Shown(r.kind(), JSON.readTree(r.json()), note == null ? "" : note.apply(r))).toList();
        addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_ROW_STRIPES);
        setSelectionMode(SelectionMode.NONE);
        if (note != null) {
            addColumn(Shown::note).setHeader(noteHeader).setAutoWidth(true).setFlexGrow(0).setTooltipGenerator(Shown::note);
        }
        if (shown.stream().anyMatch(r -> !r.kind().equals("+I"))) {
            addColumn(r -> r.kind() + " " + KINDS.getOrDefault(r.kind(), "")).setHeader("Change").setAutoWidth(true).setFlexGrow(0);
        }
        var names = new LinkedHashSet<String>();
        shown.forEach(r -> names.addAll(r.row().propertyNames()));
        for (String name : names) {
            addColumn(r -> text(r.row().path(name))).setHeader(name).setAutoWidth(true).setResizable(true).setTooltipGenerator(r -> text(r.row().path(name)));
        }
        setItems(shown);
    }

    static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "NULL" : value.isString() ? value.stringValue() : value.toString();
    }
}
