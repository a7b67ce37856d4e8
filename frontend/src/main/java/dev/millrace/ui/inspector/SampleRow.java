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
    private final Span words = new Span();
    private final Button older = step("‹", "Older row", 1);
    private final Button newer = step("›", "Newer row", -1);
    private final Runnable changed;
    private List<List<Preview.Row>> inputs = List.of();
    /** Place of the row that a person stepped to, from the oldest; -1: the newest, whichever it is. */
    private int chosen = -1;

    /** @param changed is told when a person steps to another row */
    SampleRow(Runnable changed) {
        this.changed = changed;
        addClassName("sample-row");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", "Sample row for values");
        words.getElement().setAttribute("role", "status");
        add(older, words, newer);
        draw();
    }

    private Button step(String sign, String name, int by) {
        var button = new Button(sign, e -> {
            int next = Math.clamp(place() - by, 0, Math.max(0, count() - 1));
            chosen = next == count() - 1 ? -1 : next;
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
        draw();
    }

    private int place() {
        return chosen < 0 ? count() - 1 : Math.min(chosen, count() - 1);
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
        int back = count() - 1 - place();
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
        words.setText("Values for sample row " + (place() + 1) + " of " + count);
        row().ifPresent(words::setTitle);
        older.setEnabled(place() > 0);
        newer.setEnabled(place() < count - 1);
    }
}
