package dev.millrace.ui.inspector;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.RowJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The row of a sample for which expressions show their values: the newest of the node's input, until another is stepped to. */
final class SampleRow extends Div {
    private static final JsonMapper JSON = new JsonMapper();
    private final Span place = new Span();
    private final Button older = step("‹", "Older row", 1);
    private final Button newer = step("›", "Newer row", -1);
    private final Runnable changed;
    private List<List<Preview.Row>> inputs = List.of();
    /** Steps back from the newest. */
    private int back;

    /** @param changed is told when a person steps to another row */
    SampleRow(Runnable changed) {
        this.changed = changed;
        addClassName("sample-row");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", "Sample row for values");
        place.getElement().setAttribute("role", "status");
        add(older, place, newer);
        draw();
    }

    private Button step(String sign, String name, int by) {
        var button = new Button(sign, e -> {
            back = Math.clamp(back + by, 0, Math.max(0, count() - 1));
            draw();
            changed.run();
        });
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(name);
        button.setTooltipText(name);
        return button;
    }

    /** @param rows of each input, the oldest first */
    void offer(List<Preview.Rows> rows) {
        inputs = rows.stream().map(SampleRow::arrived).filter(list -> !list.isEmpty()).toList();
        back = Math.clamp(back, 0, Math.max(0, count() - 1));
        draw();
    }

    /** Rows that hold, and not those that are taken back. */
    private static List<Preview.Row> arrived(Preview.Rows rows) {
        var all = new ArrayList<>(rows.first());
        if (rows.count() > all.size()) {
            rows.newest().ifPresent(all::add);
        }
        all.removeIf(row -> !row.kind().startsWith("+"));
        return all;
    }

    private int count() {
        return inputs.stream().mapToInt(List::size).max().orElse(0);
    }

    /** A node with several inputs sees a row of each, as a join does; of a column that several have, the first. */
    Optional<String> row() {
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode row = JSON.createObjectNode();
        for (List<Preview.Row> rows : inputs) {
            RowJson.read(rows.get(rows.size() - 1 - Math.min(back, rows.size() - 1)).json()).properties().forEach(column -> {
                if (!row.has(column.getKey())) {
                    row.set(column.getKey(), column.getValue());
                }
            });
        }
        return Optional.of(JSON.writeValueAsString(row));
    }

    private void draw() {
        int count = count();
        setVisible(count > 0);
        place.setText("Values for sample row " + (count - back) + " of " + count);
        row().ifPresent(place::setTitle);
        older.setEnabled(back < count - 1);
        newer.setEnabled(back > 0);
    }
}
